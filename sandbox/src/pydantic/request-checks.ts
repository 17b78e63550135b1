import { isJsonObject, type JsonObject } from "../json-object";
import { fieldRequired, notAnObject, notOfType } from "./messages";

/** A validation error in FastAPI's own shape; servers may report it in another. */
export interface ValidationError {
  readonly type: string;
  /** Keys and indexes, after the part of the request: `body`, `path` or `query`. */
  readonly loc: readonly (string | number)[];
  readonly msg: string;
}

export interface Presence {
  /** Default: false. */
  readonly required?: boolean;
  /** Whether null is accepted. Default: false. */
  readonly nullable?: boolean;
}

/**
 * @param reject Makes the error to throw.
 * @param message For a body that is not an object.
 */
export function objectBody(
  body: unknown,
  reject: (error: ValidationError) => Error,
  message = notAnObject,
): JsonObject {
  if (body === undefined || body === null) {
    throw reject({ type: "missing", loc: ["body"], msg: fieldRequired });
  }
  if (isJsonObject(body)) return body;
  throw reject({ type: "model_attributes_type", loc: ["body"], msg: message });
}

/** Checks that a member of the body is a string. */
export function stringErrors(body: JsonObject, key: string, presence: Presence): ValidationError[] {
  const isString = (value: unknown): boolean => typeof value === "string";
  return memberErrors(body, key, presence, isString, { type: "string_type", msg: notOfType("string") });
}

/** Checks that a member of the body is an object. */
export function objectErrors(body: JsonObject, key: string, presence: Presence): ValidationError[] {
  return memberErrors(body, key, presence, isJsonObject, { type: "dict_type", msg: notOfType("object") });
}

function memberErrors(
  body: JsonObject,
  key: string,
  { required = false, nullable = false }: Presence,
  isValid: (value: unknown) => boolean,
  error: Pick<ValidationError, "type" | "msg">,
): ValidationError[] {
  const loc = ["body", key];
  const value = body[key];
  if (value === undefined) return required ? [{ type: "missing", loc, msg: fieldRequired }] : [];
  if (value === null && nullable) return [];
  return isValid(value) ? [] : [{ ...error, loc }];
}

export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
