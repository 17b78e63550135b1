import { types } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { ConnectorsRunError } from "../program/errors";
import { isInTheClear } from "../program/plain-settings";
import { formatPath, valueAt } from "../values/tree";
import { isUnknown, unknownValue } from "../values/unknowns";
import { setCommand } from "./commands";
import { issueProblems, unknownKeyProblems, type Problem } from "./problems";
import { readValue } from "./read";
import { isOpen, lookUp } from "./schema-tree";

/** Options of {@link loadStackConfig}. */
export interface LoadOptions {
  /** Namespace of the keys. Default: the name of the project, as for `pulumi.Config`. */
  readonly namespace?: string;
}

/**
 * Reads and validates the stack config with a zod schema. Reports all problems at once.
 *
 * Strings are taken as they are. Where the schema expects a number, boolean, object or array, the value is parsed. Defaults,
 * optional keys, refinements and transforms work as in zod, but must be synchronous. A missing object counts as an empty one.
 * A key with a colon, such as `"aws:region"`, belongs to another namespace. A value that is not known, since `validate` could not decrypt it,
 * is never invalid.
 *
 * @param schema A zod 4 object schema. Mark secret parts with `secret(...)`.
 * @returns the output of the schema: plain values, and secret `Output`s for `secret(...)`.
 * @throws ConnectorsRunError that lists every key that is missing, invalid, unknown, or a secret stored in plain text, each with the
 *   `pulumi config` command that fixes it. It never contains a value. Keys of the namespace that the schema does not name are
 *   unknown, unless it is a `z.looseObject` or has a `catchall`.
 */
export function loadStackConfig<Schema extends z.core.$ZodObject>(
  schema: Schema,
  options: LoadOptions = {},
): z.output<Schema> {
  const project = pulumi.getProject();
  const namespace = options.namespace ?? project;
  const fullKey = (key: string): string => (key.includes(":") ? key : `${namespace}:${key}`);
  const value = readAll(schema, namespace, fullKey);
  // The CLI does not need the namespace for keys of the project.
  const shortNamespace = namespace === project ? "" : namespace;
  const unencrypted = unencryptedSecrets(schema, value, shortNamespace, fullKey);
  const parsed = parse(schema, value);
  if (parsed.success && unencrypted.length === 0) {
    const unknown = unknownKeyProblems(schema, value, shortNamespace);
    if (unknown.length === 0) return parsed.data;
    throw configError(unknown, fullKey);
  }
  const unencryptedKeys = new Set(unencrypted.map(({ path }) => path[0]));
  const issues = parsed.error?.issues ?? [];
  const known = issues.filter(({ path }) => !isUnknown(valueAt(value, path)));
  const invalid = issueProblems(known, schema, value, shortNamespace);
  const problems = [
    ...unencrypted,
    ...invalid.filter(({ path }) => !unencryptedKeys.has(path[0])),
    ...unknownKeyProblems(schema, value, shortNamespace),
  ];
  if (problems.length > 0) throw configError(problems, fullKey);
  throw configError(
    issues.map(({ path }) => ({ path, reason: `cannot be read: ${unknownValue}`, fix: undefined })),
    fullKey,
  );
}

/** Reads all keys of the namespace, and those of other namespaces that the schema names, as the schema expects them. */
function readAll(
  schema: z.core.$ZodObject,
  namespace: string,
  fullKey: (key: string) => string,
): Record<string, unknown> {
  const { shape, catchall } = schema._zod.def;
  const config = pulumi.runtime.allConfig();
  const known = Object.entries(shape)
    .map(([key, each]): [string, unknown] => [key, readValue(each, config[fullKey(key)])])
    .filter(([, value]) => value !== undefined);
  const others = Object.entries(config)
    .filter(([key]) => key.startsWith(`${namespace}:`))
    .map(([key, value]): [string, string] => [key.slice(namespace.length + 1), value])
    .filter(([key]) => !Object.hasOwn(shape, key))
    .map(([key, value]): [string, unknown] => [
      key,
      catchall !== undefined && isOpen(schema._zod.def) ? readValue(catchall, value) : value,
    ]);
  return Object.fromEntries([...known, ...others]);
}

/** Secrets that were set without `--secret`. Pulumi reports encryption per top-level key, not for parts of an object. */
function unencryptedSecrets(
  schema: z.core.$ZodObject,
  value: Readonly<Record<string, unknown>>,
  namespace: string,
  fullKey: (key: string) => string,
): Problem[] {
  return Object.keys(schema._zod.def.shape)
    .filter((key) => isInTheClear(fullKey(key)))
    .flatMap((key) => secretPaths(schema, value, [key]))
    .map((path) => ({
      path,
      reason: "secret stored in plain text",
      fix: `set it again with \`${setCommand(path, namespace, { isSecret: true })}\``,
    }));
}

/** The paths of the secrets in a value. */
function secretPaths(
  schema: z.core.$ZodObject,
  value: unknown,
  path: readonly PropertyKey[],
): PropertyKey[][] {
  const { isSecret } = lookUp(schema, path);
  const current = valueAt(value, path);
  if (current === undefined) return [];
  if (isSecret) return [[...path]];
  if (typeof current !== "object" || current === null) return [];
  const steps = Array.isArray(current) ? [...current.keys()] : Object.keys(current);
  return steps.flatMap((step) => secretPaths(schema, value, [...path, step]));
}

/** @throws ConnectorsRunError if a check of the schema throws. It does not repeat that error's message, which may contain a value. */
function parse<Schema extends z.core.$ZodObject>(
  schema: Schema,
  value: unknown,
): z.ZodSafeParseResult<z.output<Schema>> {
  try {
    return z.safeParse(schema, value);
  } catch (error) {
    const reason =
      error instanceof z.core.$ZodAsyncError
        ? "the schema of the stack config has an asynchronous check, which loadStackConfig does not support"
        : `a check in the schema of the stack config threw ${types.isNativeError(error) ? error.name : "a value"}`;
    throw new ConnectorsRunError("PC_STACK_CONFIG", reason);
  }
}

function configError(problems: readonly Problem[], fullKey: (key: string) => string): ConnectorsRunError {
  const lines = problems.map(({ path: [key = "", ...steps], reason, fix }) => {
    const path = formatPath([fullKey(String(key)), ...steps]).replace(/:$/, "");
    return `  ${path}: ${reason}${fix === undefined ? "" : `; ${fix}`}`;
  });
  return new ConnectorsRunError(
    "PC_STACK_CONFIG",
    [`the config of stack ${pulumi.getStack()} is invalid:`, ...new Set(lines)].join("\n"),
  );
}
