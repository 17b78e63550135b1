const names: Readonly<Record<string, string>> = { array: "list", object: "dictionary" };

/** What pydantic, which reads requests on the servers of two vendors, says of a value that has none of these types of JSON Schema. */
export function notOfType(...types: readonly string[]): string {
  return `Input should be a valid ${types.map((type) => names[type] ?? type).join(" or ")}`;
}

/** What pydantic says of a value that is none of the choices. */
export function noChoice(choices: readonly unknown[]): string {
  const texts = choices.map((choice) => (typeof choice === "string" ? `'${choice}'` : String(choice)));
  return `Input should be ${[texts.slice(0, -1).join(", "), ...texts.slice(-1)].filter(Boolean).join(" or ")}`;
}
