import { Refusal } from "../../serving/refusal";

/** What is wrong with the form of a request: texts a field, nested as the fields are. */
export type Problems = readonly string[] | { readonly [field: string]: Problems };

/** The request is not of the API's form. Source: docs/contracts/aisquared.md, section 3. */
export function contractRefusal(errors: Problems): Refusal {
  return new Refusal(400, { errors });
}

/** Something of the request made the server raise. Source: docs/contracts/aisquared.md, section 3. */
export function exception(message: string): Refusal {
  const detail = `There was a problem with the request format: ${message}`;
  return new Refusal(400, {
    errors: [{ status: 400, title: "Bad Request", detail, source: { pointer: "/request/payload" } }],
  });
}

/** A refusal in words, with the first problem of each attribute if there are any. Source: docs/contracts/aisquared.md, section 3. */
export function failure(
  status: number,
  detail: string,
  source: Readonly<Record<string, string>> = {},
): Refusal {
  const problem = { status, title: "Error", detail };
  return new Refusal(status, {
    errors: [Object.keys(source).length === 0 ? problem : { ...problem, source }],
  });
}

/** Models, syncs and the connector of a new model, where they are not there. Source: docs/contracts/aisquared.md, section 3. */
export function missingRow(table: "Connector" | "Model" | "Sync", id: string): Refusal {
  return new Refusal(404, { error: `Couldn't find ${table} with 'id'=${id}` });
}

/** The object under the top key has nothing in it. Source: docs/contracts/aisquared.md, section 3. */
export function emptyParameter(key: string): Refusal {
  return new Refusal(422, { error: `param is missing or the value is empty: ${key}` });
}

/** Too many logins from an address. Source: docs/contracts/aisquared.md, section 1. */
export class Throttled extends Refusal {
  /** @param retryAfter In seconds. */
  constructor(readonly retryAfter: number) {
    super(429, { error: "Too many requests, try again later" });
  }
}
