import { lstatSync, readdirSync, type Stats } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../project/user-error";

/** A name that means the same on every file system: no separator, no control character, nothing that a shell or Windows reads otherwise. */
const safeName = /^(?!\.{1,2}$)[A-Za-z0-9._-]*[A-Za-z0-9_-]$/;

/** What Windows takes for a device, whatever its extension. */
const device = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** What belongs to others: git runs what is in its folder, and the stack configs hold the secrets of the user. */
const foreign = /^(?:\.git|node_modules)$|^pulumi\..+\.ya?ml$/i;

/**
 * Whether a path may be written below a folder: relative, with `/`, and of safe names only.
 *
 * @param path As a generator or a manifest has it.
 */
export function isSafePath(path: string): boolean {
  const names = path.split("/");
  return names.every((name) => safeName.test(name) && !device.test(name) && !foreign.test(name));
}

/** What there is at a path: nothing, or something that is itself, not what a link leads to. */
export function statOf(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
}

/**
 * Makes sure that a path below a folder leads nowhere else.
 *
 * @param path Safe; see `isSafePath`.
 * @throws UserError if a part of it is a link, a folder where a file is wanted, or a file where a folder is.
 */
export function refuseDetour(folder: string, path: string): void {
  const names = path.split("/");
  for (let count = 1; count <= names.length; count++) {
    const place = join(folder, ...names.slice(0, count));
    const stat = statOf(place);
    if (stat === undefined) return;
    const isLast = count === names.length;
    if (isLast ? !stat.isFile() : !stat.isDirectory()) {
      throw new UserError(
        `${place}: this is ${described(stat)}, where \`export\` needs a ${isLast ? "file" : "folder"}; remove it, or move it away`,
      );
    }
  }
}

/** What is at a path that is not what is wanted. */
export function described(stat: Stats): string {
  if (stat.isSymbolicLink()) return "a symbolic link, which is not followed";
  if (stat.isDirectory()) return "a folder";
  return stat.isFile() ? "a file" : "neither a file nor a folder";
}

/** Whether a folder has nothing in it. */
export function isEmptyFolder(path: string): boolean {
  return readdirSync(path).length === 0;
}
