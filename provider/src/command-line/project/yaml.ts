import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { parseDocument } from "yaml";
import { isFields, type Fields } from "../../values/fields";
import { messageOf } from "../../values/text";
import { UserError } from "../user-error";

/** Reads a YAML file whose root is a map; an empty file is an empty map. Integers are bigints. @throws UserError that names the file. */
export function readYaml(path: string): Fields {
  const file = basename(path);
  const document = parseDocument(readText(path), { intAsBigInt: true, logLevel: "error" });
  const [error] = document.errors;
  if (error !== undefined) {
    // The message shows a part of the file, and so perhaps a secret.
    const [{ line, col } = { line: 1, col: 1 }] = error.linePos ?? [];
    throw new UserError(`${file}: this is not valid YAML at line ${line}, column ${col}`);
  }
  let root: unknown;
  try {
    root = document.toJS() as unknown;
  } catch (cause) {
    throw new UserError(`${file}: ${messageOf(cause)}`);
  }
  if (root === null || root === undefined) return {};
  if (!isFields(root)) throw new UserError(`${file}: expected a map with keys and values`);
  return root;
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === "EISDIR" ? "it is a folder" : String(code);
    throw new UserError(`${path} cannot be read: ${reason}`);
  }
}
