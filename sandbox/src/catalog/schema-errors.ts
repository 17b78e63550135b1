import { fullFormats } from "ajv-formats/dist/formats";
import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020";

// Not strict: the catalog has keywords of its own, which say nothing of what is valid.
const ajv = new Ajv2020({ strict: false, allErrors: true, verbose: true, formats: fullFormats });

/**
 * Finds what a JSON Schema of the catalog does not allow in a value. It is compiled with the first value: a platform has many, and
 * meets few.
 */
export function schemaErrors(schema: () => object): (value: unknown) => readonly ErrorObject[] {
  let validate: ValidateFunction | undefined;
  return (value) => {
    validate ??= ajv.compile(schema());
    return validate(value) ? [] : (validate.errors ?? []).filter(isOwn);
  };
}

/** Whether an error is of the value, and not of one of the alternatives that it has: these are told of as one. */
function isOwn({ schemaPath }: ErrorObject): boolean {
  return !/\/(?:oneOf|anyOf)\/\d+\/|\/not\//.test(schemaPath);
}
