import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { parseDocument } from "yaml";
import { isFields, type Fields } from "../../values/fields";
import { messageOf } from "../../values/text";
import { UserError } from "../user-error";

/** Reads a YAML file whose root is a map; an empty file is an empty map. Integers are bigints. @throws UserError that names the file. */
export function readYaml(path: string): Fields {
  const file = basename(path);
  const document = parseDocument(readText(path), { intAsBigInt: true });
  const [error] = document.errors;
  if (error !== undefined) {
    // The rest of the message shows lines of the file, and so perhaps a secret.
    const [line = ""] = error.message.split("\n");
    throw new UserError(`${file}: ${line.replace(/:$/, "")}`);
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
    throw new UserError(`${path} cannot be read: ${String((error as NodeJS.ErrnoException).code)}`);
  }
}
