import type { JsonObject } from "../../json-object";
import { schemaErrors } from "../../catalog/schema-errors";
import { alternativeTitles } from "../../pydantic/schema-problem";
import type { ObjectSchema } from "./catalog";

type Check = (given: JsonObject) => string | undefined;

const checks = new WeakMap<ObjectSchema, Check>();

/**
 * The server's message if none of a schema's alternatives is given. In the catalog, ServiceNow's credentials have alternatives.
 * Source: docs/contracts/airweave.md, section 5.
 */
export function alternativeProblem(schema: ObjectSchema, given: JsonObject): string | undefined {
  let check = checks.get(schema);
  if (check === undefined) checks.set(schema, (check = checkOf(schema)));
  return check(given);
}

function checkOf({ anyOf }: ObjectSchema): Check {
  if (anyOf === undefined) return () => undefined;
  const errors = schemaErrors(() => ({ anyOf }));
  return (given) => {
    const [error] = errors(given);
    return error === undefined
      ? undefined
      : `?: Value error, Either ${alternativeTitles(error)
          .map((title) => `'${title}'`)
          .join(" or ")} must be provided`;
  };
}
