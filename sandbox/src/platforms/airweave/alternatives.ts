import { schemaErrors } from "../../catalog/schema-errors";
import { alternativeTitles } from "../../pydantic/schema-problem";
import type { Fields } from "./requests";
import type { ObjectSchema } from "./sources";

type Check = (given: Fields) => string | undefined;

const checks = new WeakMap<ObjectSchema, Check>();

/**
 * What is missing of the alternatives that a schema leaves, as the server says it of a problem that is no one key's.
 * The catalog has them for ServiceNow's credentials. Source: docs/contracts/airweave.md, section 5.
 */
export function alternativeProblem(schema: ObjectSchema, given: Fields): string | undefined {
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
