import { Refusal } from "../../serving/refusal";

/** Validation errors by field, nested as the fields are. */
export type Problems = readonly string[] | { readonly [field: string]: Problems };

/** The response to a request that violates the schema. Source: docs/contracts/aisquared.md, section 3. */
export function contractRefusal(errors: Problems): Refusal {
  return new Refusal(400, { errors });
}

/** The response if the server raises an exception. Source: docs/contracts/aisquared.md, section 3. */
export function exception(message: string): Refusal {
  const detail = `There was a problem with the request format: ${message}`;
  return new Refusal(400, {
    errors: [{ status: 400, title: "Bad Request", detail, source: { pointer: "/request/payload" } }],
  });
}

/** @param source The first error of each invalid attribute. Source: docs/contracts/aisquared.md, section 3. */
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

/** The response if a model, a sync or the connector of a new model does not exist. Source: docs/contracts/aisquared.md, section 3. */
export function missingRow(table: "Connector" | "Model" | "Sync", id: string): Refusal {
  return new Refusal(404, { error: `Couldn't find ${table} with 'id'=${id}` });
}

/** The response if the object under the top-level key is empty. Source: docs/contracts/aisquared.md, section 3. */
export function emptyParameter(key: string): Refusal {
  return new Refusal(422, { error: `param is missing or the value is empty: ${key}` });
}

/** The response to too many logins from an address. Source: docs/contracts/aisquared.md, section 1. */
export class Throttled extends Refusal {
  /** @param retryAfter In seconds. */
  constructor(readonly retryAfter: number) {
    super(429, { error: "Too many requests, try again later" });
  }
}
