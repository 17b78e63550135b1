import { isSecret, output, Output, secret } from "@pulumi/pulumi";
import { otherTypeOf } from "../definition/options";
import { isFields } from "../values/fields";
import { isReference } from "../values/reference";
import { formatSecretPath, SecretPaths } from "../values/secret-paths";
import type { Path } from "../values/tree";
import { referenceIn } from "./from-env";

/** An output among the inputs that is not known to be a secret. */
interface FoundOutput {
  readonly path: Path;
  readonly output: Output<unknown>;
}

/** A program's arguments as they go to the engine. */
export interface PreparedInputs {
  readonly inputs: Record<string, unknown>;
  /**
   * Finds the paths of the values that the program keeps secret although they are not by themselves, as texts. Undefined if there can be
   * none: no value is an output.
   */
  readonly programSecrets: (() => Promise<string[]>) | undefined;
}

/**
 * Marks every known secret among a program's arguments, and puts the host's form in place of each `fromEnv`. What is an output is handled
 * once it is known.
 */
export function prepareInputs(args: Record<string, unknown>, secrets: SecretPaths): PreparedInputs {
  const outputs: FoundOutput[] = [];
  const inputs = prepared(args, secrets, [], outputs) as Record<string, unknown>;
  return { inputs, programSecrets: outputs.length === 0 ? undefined : () => secretPaths(outputs) };
}

async function secretPaths(outputs: readonly FoundOutput[]): Promise<string[]> {
  const found = await Promise.all(
    outputs.map(async ({ path, output: value }) => ((await isSecret(value)) ? [path] : [])),
  );
  return found.flat().map(formatSecretPath);
}

function prepared(value: unknown, secrets: SecretPaths, path: Path, outputs: FoundOutput[]): unknown {
  if (Output.isInstance(value) || value instanceof Promise) {
    const given: Output<unknown> = output(value);
    const marked = given.apply((known): unknown => prepared(known, secrets, path, []));
    if (!secrets.isSecret) outputs.push({ path, output: marked });
    return marked;
  }
  const reference = referenceIn(value);
  if (reference !== undefined) return reference;
  // That of an argument itself says how the object is handled; see `programInputs`.
  if (path.length > 1) value = otherTypeOf(value) ?? value;
  if (secrets.isSecret) return secretly(value);
  if (Array.isArray(value)) {
    return value.map((item, index) => prepared(item, secrets.at(index), [...path, index], outputs));
  }
  // Of a reference the fingerprint is a secret, and marked as one already.
  if (!isFields(value) || isReference(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      prepared(item, secrets.at(key), [...path, key], outputs),
    ]),
  );
}

/** A secret undefined would reach the host as null, where nothing was meant to be given. */
function secretly(value: unknown): unknown {
  return value === undefined ? undefined : secret(prepared(value, SecretPaths.none, [], []));
}
