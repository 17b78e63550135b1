import { isJsonObject } from "../../json-object";

/** An answer before it is sent. */
export interface Answer {
  readonly status: number;
  /** In lower case; the length of the body is seen to when it is sent. */
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Buffer;
}

export function jsonAnswer(status: number, body: unknown): Answer {
  return answerOf(status, "application/json; charset=utf-8", JSON.stringify(body));
}

export function answerOf(status: number, type: string, text: string): Answer {
  return { status, headers: { "content-type": type }, body: Buffer.from(text) };
}

/** The body as JSON; undefined if it is none. */
export function jsonOf({ body }: Answer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}

/** The answer with another body of JSON. */
export function withJson(answer: Answer, body: unknown): Answer {
  return { ...answer, body: Buffer.from(JSON.stringify(body)) };
}

export function isGood({ status }: Answer): boolean {
  return status >= 200 && status < 300;
}

/** The object that an answer is about; some platforms put it under `data`. */
export function objectOf(answer: Answer): Readonly<Record<string, unknown>> {
  const json = jsonOf(answer);
  const object = isJsonObject(json) && isJsonObject(json.data) ? json.data : json;
  return isJsonObject(object) ? object : {};
}
