import { fullFormats } from "ajv-formats/dist/formats";
import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020";

// Not strict: the catalog has keywords of its own, which do not affect validation.
const ajv = new Ajv2020({ strict: false, allErrors: true, verbose: true, formats: fullFormats });

/**
 * Validates values against a JSON Schema of the catalog. The schema is compiled at the first value, because a platform has many schemas and
 * uses few.
 */
export function schemaErrors(schema: () => object): (value: unknown) => readonly ErrorObject[] {
  let validate: ValidateFunction | undefined;
  return (value) => {
    validate ??= ajv.compile(schema());
    return validate(value) ? [] : (validate.errors ?? []).filter(isOwn);
  };
}

/** Whether an error is about the value itself, not about one alternative of a `oneOf` or `anyOf`: those are reported as one error. */
function isOwn({ schemaPath }: ErrorObject): boolean {
  return !/\/(?:oneOf|anyOf)\/\d+\/|\/not\//.test(schemaPath);
}
