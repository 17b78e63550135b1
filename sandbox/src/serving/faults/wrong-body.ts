import { isJsonObject } from "../../json-object";
import { isGood, jsonOf, withJson, type Answer } from "./answer";
import type { Fault } from "./fault";
import { htmlPage } from "./gateway";

type BodyFault = Extract<Fault, { kind: "body" }>;

/** What clients know an object or a login by. */
const needed = ["id", "readable_id", "token"];

/** A good answer with a body that is not what it must be; a refusal as it is. */
export function withWrongBody(answer: Answer, { is }: BodyFault): Answer {
  if (!isGood(answer)) return answer;
  switch (is) {
    case "empty":
      return { ...answer, body: Buffer.alloc(0) };
    case "html":
      return htmlPage(200, "Welcome");
    case "incomplete":
      return withJson(answer, withoutNeeded(jsonOf(answer)));
    case "wrong-type":
      return { ...answer, headers: { ...answer.headers, "content-type": "application/octet-stream" } };
  }
}

function withoutNeeded(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNeeded);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !needed.includes(key))
      .map(([key, part]) => [key, withoutNeeded(part)]),
  );
}
