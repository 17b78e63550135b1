import { createHash, randomBytes } from "node:crypto";
import { formatPath, valueAt, visitLeaves, type Fields } from "../values/fields";
import { isReference, mapReferences, referenceKey, type Reference } from "../values/reference";
import { unknownValue } from "../values/unknowns";
import type { ResourceDefinition } from "../definition/definition";
import { subjectOf } from "../definition/subject";

/** The value that a reference stands for; undefined if the variable is unset or empty. */
function valueOf({ [referenceKey]: name }: Reference): string | undefined {
  const value = process.env[name];
  return value === "" ? undefined : value;
}

/** The inputs with values in place of references. A variable that is not set is as good as a value that is not known yet. */
export function resolved(inputs: Fields): Fields {
  return mapReferences(inputs, (reference) => valueOf(reference) ?? unknownValue) as Fields;
}

/** The values that references stand for, which no message may show. */
export function referencedValues(inputs: Fields): string[] {
  return referencesIn(inputs)
    .map(valueOf)
    .filter((value) => value !== undefined);
}

/** The variables that do not have the value any more with which the object was made: nobody here knows what to keep out of messages. */
export function forgottenVariables(recorded: Fields): string[] {
  const forgotten = referencesIn(recorded).filter(
    (reference) => reference.fingerprint !== "" && !isOf(valueOf(reference) ?? "", reference.fingerprint),
  );
  return namesOf(forgotten);
}

/** The variables that are not set. */
export function unsetVariables(inputs: Fields): string[] {
  return namesOf(referencesIn(inputs).filter((reference) => valueOf(reference) === undefined));
}

function namesOf(references: readonly Reference[]): string[] {
  return [...new Set(references.map(({ [referenceKey]: name }) => name))];
}

/**
 * The inputs with the fingerprint of each value. The same value has the same one as before; that of a variable which is not set
 * stays what it was, for nothing can be told of it.
 *
 * @param olds The inputs before; {} if there are none.
 */
export function fingerprinted(inputs: Fields, olds: Fields): Fields {
  const known = new Map(
    referencesIn(olds).map(({ [referenceKey]: name, fingerprint }) => [name, fingerprint]),
  );
  return mapReferences(inputs, (reference, path) => {
    const before = valueAt(olds, path);
    const recorded = isReference(before) ? before.fingerprint : known.get(reference[referenceKey]);
    const value = valueOf(reference);
    if (value === undefined) return { ...reference, fingerprint: recorded ?? "" };
    return { ...reference, fingerprint: isOf(value, recorded) ? recorded : fingerprintOf(value) };
  }) as Fields;
}

/** Whether the value that was applied by a reference is the one that the platform has. */
export function isApplied({ fingerprint }: Reference, remote: unknown): boolean {
  return isOf(String(remote), fingerprint);
}

/** The reference as if what the platform has had been applied by it: the next diff then finds the change. */
export function drifted(reference: Reference, remote: unknown): Reference {
  const value = typeof remote === "string" ? remote : JSON.stringify(remote);
  return { ...reference, fingerprint: fingerprintOf(value) };
}

/** The definition whose requests carry the values, where all else knows the references alone. */
export function resolvingReferences(definition: ResourceDefinition): ResourceDefinition {
  const { requests } = definition;
  return {
    ...definition,
    requests: {
      ...requests,
      create: (inputs) => withValues(definition, "create", inputs, (values) => requests.create(values)),
      update: (id, inputs, changed) =>
        withValues(definition, "update", inputs, (values) => requests.update(id, values, changed)),
    },
  };
}

/** @throws Error that names the variables which are needed and not set: those that got into a request. */
function withValues<Result>(
  definition: ResourceDefinition,
  verb: "create" | "update",
  inputs: Fields,
  build: (values: Fields) => Result,
): Result {
  const paths = new Map<string, string>();
  const values = mapReferences(inputs, (reference, path) => {
    const value = valueOf(reference);
    if (value !== undefined) return value;
    const placeholder = `\0${reference[referenceKey]}\0${formatPath(path)}`;
    paths.set(placeholder, `${formatPath(path)}: the environment variable ${reference[referenceKey]}`);
    return placeholder;
  }) as Fields;
  const built = build(values);
  const missing = new Set<string>();
  visitLeaves(paths.size === 0 ? [] : built, (leaf) => {
    const path = paths.get(String(leaf));
    if (path !== undefined) missing.add(path);
  });
  if (missing.size === 0) return built;
  const lines = [...missing].map((line) => `${line} is not set`).join("; ");
  throw new Error(
    `${subjectOf(definition, inputs)}: ${verb} failed: ${lines}; set it where you run pulumi, and run it again`,
  );
}

function referencesIn(value: unknown): Reference[] {
  const found: Reference[] = [];
  mapReferences(value, (reference) => found.push(reference));
  return found;
}

/** A salt and a hash, so that equal values of different objects do not show as equal. */
function fingerprintOf(value: string, salt = randomBytes(12).toString("base64url")): string {
  return `${salt}.${createHash("sha256").update(`${salt}.${value}`).digest("base64url")}`;
}

function isOf(value: string, fingerprint: string | undefined): fingerprint is string {
  const [salt] = fingerprint?.split(".") ?? [];
  return fingerprint !== undefined && fingerprint !== "" && fingerprintOf(value, salt) === fingerprint;
}
