// Error messages of pydantic, which validates requests on the servers of several vendors.

export const fieldRequired = "Field required";

export const notAnObject = "Input should be a valid dictionary or object to extract fields from";

/** FastAPI's message for a body that is not JSON. */
export const jsonDecodeError = "JSON decode error";

const typeNames: Readonly<Record<string, string>> = { array: "list", object: "dictionary" };

/** The message for a value that has none of these types, given as JSON Schema names them. */
export function notOfType(...types: readonly string[]): string {
  return `Input should be a valid ${types.map((type) => typeNames[type] ?? type).join(" or ")}`;
}

/** The message for a value that is not one of the choices. */
export function notAChoice(choices: readonly unknown[]): string {
  const texts = choices.map((choice) => (typeof choice === "string" ? `'${choice}'` : String(choice)));
  return `Input should be ${[texts.slice(0, -1).join(", "), ...texts.slice(-1)].filter(Boolean).join(" or ")}`;
}
