/** The lines of the pulumi CLI that set a value right. */

type Path = readonly PropertyKey[];

/** What decides how a value is set. */
export interface Form {
  readonly isSecret: boolean;
  /** Whether the whole of the key that it is in has a secret. Default: what `isSecret` says. */
  readonly isInSecret?: boolean;
  /** Default: false. */
  readonly isMissing?: boolean;
  /** The types that its schemas have, by zod's names. Default: not known. */
  readonly types?: readonly string[];
}

/** `pulumi config set --secret --path 'database.password' <value>` */
export function setCommand(path: Path, namespace: string, form: Form): string {
  const { isSecret, isInSecret = isSecret, isMissing = false, types = [] } = form;
  const flag = isSecret ? " --secret" : "";
  const isOnly = (...names: readonly string[]): boolean =>
    types.length > 0 && types.every((type) => names.includes(type));
  // The first item makes the list; what stands there as something else, no path leads into.
  if (isMissing && isOnly("array", "tuple")) {
    return `pulumi config set${flag} ${keyArgument([...path, 0], namespace)} <value>`;
  }
  if (isOnly("array", "tuple", "object", "record")) {
    return `pulumi config set${isInSecret ? " --secret" : ""} ${keyArgument(path.slice(0, 1), namespace)} '<JSON>'`;
  }
  return `pulumi config set${flag} ${keyArgument(path, namespace)} <value>`;
}

/** `pulumi config rm --path 'schedules.dialy'` */
export function removeCommand(path: Path, namespace: string): string {
  return `pulumi config rm ${keyArgument(path, namespace)}`;
}

function keyArgument([key = "", ...steps]: Path, namespace: string): string {
  const prefix = namespace === "" || String(key).includes(":") ? "" : `${namespace}:`;
  if (steps.length === 0) return quoted(`${prefix}${String(key)}`, /^[\w:./-]+$/);
  const rest = steps.map((step) =>
    typeof step === "number"
      ? `[${step}]`
      : /^[\w-]+$/.test(String(step))
        ? `.${String(step)}`
        : `[${JSON.stringify(String(step))}]`,
  );
  return `--path ${quoted(`${prefix}${String(key)}${rest.join("")}`)}`;
}

/** A word as a shell takes it, in quotes unless it is of a harmless form. */
function quoted(word: string, harmless?: RegExp): string {
  return harmless?.test(word) === true ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
