/** A path without the code that gives access to a login in the browser. */
export function scrubPath(path: string): string {
  return path.replace(/(\/authorize\/).+/, "$1[secret]");
}
