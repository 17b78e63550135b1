import { types } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { isInTheClear } from "../program/plain-settings";
import { formatPath, valueAt } from "../values/tree";
import { setCommand } from "./commands";
import { issueProblems, unknownKeyProblems, type Problem } from "./problems";
import { readValue } from "./read";
import { isOpen, placeOf } from "./schema-tree";

export interface LoadOptions {
  /** Whose keys they are. Default: the project's, as for `pulumi.Config`. */
  readonly namespace?: string;
}

/**
 * Reads the config of the stack as a zod schema describes it, and says all that is wrong with it at once.
 *
 * Texts come as they are; numbers, booleans, objects and lists are read where the schema expects them. Defaults, optional keys,
 * refinements and transforms do what they do in zod, but must not be asynchronous. An object that is missing counts as one
 * without keys. A key with a colon, `"aws:region"`, is one of another namespace.
 *
 * @param schema An object of zod 4; parts of it may be `secret(...)`.
 * @returns what the schema makes of it: plain values, and secret outputs where it says `secret(...)`.
 * @throws pulumi.RunError with a line for each key that is missing, wrong, unknown, or a secret in the clear, and with the
 *   `pulumi config` line that sets it right. No value is in it. Keys of the namespace which the schema does not name are
 *   refused unless it is a `z.looseObject` or has a `catchall`.
 */
export function loadStackConfig<Schema extends z.core.$ZodObject>(
  schema: Schema,
  options: LoadOptions = {},
): z.output<Schema> {
  const project = pulumi.getProject();
  const namespace = options.namespace ?? project;
  const fullKey = (key: string): string => (key.includes(":") ? key : `${namespace}:${key}`);
  const value = readAll(schema, namespace, fullKey);
  // Of the project's own keys, the CLI needs no namespace.
  const shortNamespace = namespace === project ? "" : namespace;
  const inTheClear = secretsInTheClear(schema, value, shortNamespace, fullKey);
  const parsed = parse(schema, value);
  if (parsed.success && inTheClear.length === 0) {
    const unknown = unknownKeyProblems(schema, value, shortNamespace);
    if (unknown.length === 0) return parsed.data;
    throw refusal(unknown, fullKey);
  }
  const clear = new Set(inTheClear.map(({ path }) => path[0]));
  const wrong = issueProblems(parsed.error?.issues ?? [], schema, value, shortNamespace);
  throw refusal(
    [
      ...inTheClear,
      ...wrong.filter(({ path }) => !clear.has(path[0])),
      ...unknownKeyProblems(schema, value, shortNamespace),
    ],
    fullKey,
  );
}

/** All keys of the namespace, and those of others that the schema names, as the schema expects them. */
function readAll(
  schema: z.core.$ZodObject,
  namespace: string,
  fullKey: (key: string) => string,
): Record<string, unknown> {
  const { shape, catchall } = schema._zod.def;
  const texts = pulumi.runtime.allConfig();
  const known = Object.entries(shape)
    .map(([key, each]): [string, unknown] => [key, readValue(each, texts[fullKey(key)])])
    .filter(([, value]) => value !== undefined);
  const others = Object.entries(texts)
    .filter(([key]) => key.startsWith(`${namespace}:`))
    .map(([key, text]): [string, string] => [key.slice(namespace.length + 1), text])
    .filter(([key]) => !Object.hasOwn(shape, key))
    .map(([key, text]): [string, unknown] => [
      key,
      catchall !== undefined && isOpen(schema._zod.def) ? readValue(catchall, text) : text,
    ]);
  return Object.fromEntries([...known, ...others]);
}

/** The keys with a secret that was set without `--secret`. Which part of an object is encrypted, no program is told. */
function secretsInTheClear(
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
      reason: "a secret, which is in the stack config in the clear",
      command: setCommand(path, namespace, { isSecret: true }),
    }));
}

/** The ways to the secrets that a value has. */
function secretPaths(
  schema: z.core.$ZodObject,
  value: unknown,
  path: readonly PropertyKey[],
): PropertyKey[][] {
  const { isSecret } = placeOf(schema, path);
  const current = valueAt(value, path);
  if (current === undefined) return [];
  if (isSecret) return [[...path]];
  if (typeof current !== "object" || current === null) return [];
  const steps = Array.isArray(current) ? [...current.keys()] : Object.keys(current);
  return steps.flatMap((step) => secretPaths(schema, value, [...path, step]));
}

/** @throws pulumi.RunError if a check of the schema throws, whose own message may hold a value. */
function parse<Schema extends z.core.$ZodObject>(
  schema: Schema,
  value: unknown,
): z.ZodSafeParseResult<z.output<Schema>> {
  try {
    return z.safeParse(schema, value);
  } catch (error) {
    const reason =
      error instanceof z.core.$ZodAsyncError
        ? "the schema of the stack config has an asynchronous check, for which no program can wait"
        : `a check in the schema of the stack config threw ${types.isNativeError(error) ? error.name : "something"}`;
    throw new pulumi.RunError(reason);
  }
}

function refusal(problems: readonly Problem[], fullKey: (key: string) => string): pulumi.RunError {
  const lines = problems.map(({ path: [key = "", ...steps], reason, command }) => {
    const place = formatPath([fullKey(String(key)), ...steps]).replace(/:$/, "");
    return `  ${place}: ${reason}${command === undefined ? "" : `; ${command}`}`;
  });
  const all = [...new Set(lines)].join("\n");
  return new pulumi.RunError(
    `the config of stack ${pulumi.getStack()} is not what the program expects:\n${all}`,
  );
}
