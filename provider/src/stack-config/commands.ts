/** The pulumi CLI commands that fix a value of the stack config. */

type Path = readonly PropertyKey[];

/** What determines the command that sets a value. */
export interface SetOptions {
  readonly isSecret: boolean;
  /** Whether there is a secret anywhere in the value of its top-level key. Default: as `isSecret`. */
  readonly isInSecret?: boolean;
  /** Default: false. */
  readonly isMissing?: boolean;
  /** Zod's names of the types that are expected. Default: unknown. */
  readonly types?: readonly string[];
}

/** `pulumi config set --secret --path 'database.password' <value>` */
export function setCommand(path: Path, namespace: string, options: SetOptions): string {
  const { isSecret, isInSecret = isSecret, isMissing = false, types = [] } = options;
  const flag = isSecret ? " --secret" : "";
  const isAlways = (...names: readonly string[]): boolean =>
    types.length > 0 && types.every((type) => names.includes(type));
  // Setting the first item creates the array. An existing value of another type must be replaced as a whole.
  if (isMissing && isAlways("array", "tuple")) {
    return `pulumi config set${flag} ${keyArgument([...path, 0], namespace)} <value>`;
  }
  if (isAlways("array", "tuple", "object", "record")) {
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

/** Quotes a word for the shell, unless it matches a safe pattern. */
function quoted(word: string, safe?: RegExp): string {
  return safe?.test(word) === true ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
