import { createHash, randomBytes } from "node:crypto";
import { ConnectorsError } from "../errors/connectors-error";
import type { Fields } from "../values/fields";
import { isReference, mapReferences, referenceKey, referencesIn, type Reference } from "../values/reference";
import { foreignSecret } from "./foreign-secret";
import { formatPath, valueAt, visitLeaves, type Path } from "../values/tree";
import { unknownValue } from "../values/unknowns";

/** The inputs with values in place of references. A variable that is not set counts as a value that is not known yet. */
export function resolved(inputs: Fields): Fields {
  return mapReferences(inputs, (reference) => valueOf(reference) ?? unknownValue) as Fields;
}

/** The values behind references, which no message may show. */
export function referencedValues(inputs: Fields): string[] {
  return referencesIn(inputs)
    .map(valueOf)
    .filter((value) => value !== undefined);
}

/** The variables that no longer have the value that was applied: nobody here knows it, so nobody can keep it out of messages. */
export function forgottenVariables(recorded: Fields): string[] {
  const forgotten = referencesIn(recorded).filter(
    (reference) => reference.fingerprint !== "" && !matches(valueOf(reference) ?? "", reference.fingerprint),
  );
  return namesOf(forgotten);
}

/** What lacks its value because a variable is not set: one line each, path first. */
export function unsetReferences(inputs: Fields): string[] {
  const unset: string[] = [];
  mapReferences(inputs, (reference, path) => {
    if (valueOf(reference) === undefined) unset.push(lineAboutUnset(reference, path));
    return reference;
  });
  return unset;
}

/** The variables that are not set. */
export function unsetVariables(inputs: Fields): string[] {
  return namesOf(referencesIn(inputs).filter((reference) => valueOf(reference) === undefined));
}

/**
 * The inputs with the fingerprint of each value. An unchanged value keeps its fingerprint; so does one whose variable is not set, since
 * nothing is known of it.
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
    return { ...reference, fingerprint: matches(value, recorded) ? recorded : fingerprintOf(value) };
  }) as Fields;
}

/** Whether the value that was applied by a reference is the one that the platform has. */
export function isApplied({ fingerprint }: Pick<Reference, "fingerprint">, remote: unknown): boolean {
  return matches(String(remote), fingerprint);
}

/** The value that was applied by a reference; undefined if its variable has another one by now. */
export function appliedValue(reference: Reference): string | undefined {
  const value = valueOf(reference);
  return value !== undefined && matches(value, reference.fingerprint) ? value : undefined;
}

/** The reference as if it had applied what the platform has, so that the next diff finds the change. */
export function drifted(reference: Reference, remote: unknown): Reference {
  const value = typeof remote === "string" ? remote : JSON.stringify(remote);
  return { ...reference, fingerprint: fingerprintOf(value) };
}

/**
 * Builds requests from the inputs with values in place of references.
 *
 * @param failed Says how the message of an error begins: `platform.Kind "invoices": create failed`.
 * @throws ConnectorsError that names the variables that are not set and whose values a request needs, or what the platform alone knows.
 */
export function withValues<Requests>(
  inputs: Fields,
  failed: () => string,
  build: (values: Fields) => Requests,
): Requests {
  const placeholders = new Map<string, string>();
  const values = mapReferences(inputs, (reference, path) => {
    const value = valueOf(reference);
    if (value !== undefined) return value;
    const name = reference[referenceKey];
    const placeholder = `\0${name}\0${formatPath(path)}`;
    placeholders.set(placeholder, lineAboutUnset(reference, path));
    return placeholder;
  }) as Fields;
  const requests = build(values);
  refuseForeign(requests, inputs, failed);
  if (placeholders.size === 0) return requests;
  const missing = new Set<string>();
  visitLeaves(requests, (leaf) => {
    const found = placeholders.get(String(leaf));
    if (found !== undefined) missing.add(found);
  });
  if (missing.size === 0) return requests;
  throw new ConnectorsError(
    "PC_VARIABLE_NOT_SET",
    `${failed()}: ${[...missing].join("; ")}; set it where you run pulumi, and run it again`,
  );
}

/** @throws ConnectorsError if requests hold what the platform alone knows. */
function refuseForeign(requests: unknown, inputs: Fields, failed: () => string): void {
  if (foreignPaths(requests).length === 0) return;
  throw new ConnectorsError(
    "PC_INVALID_ARGUMENT",
    `${failed()}: ${foreignPaths(inputs).join(", ")}: this is set on the platform, and only the platform knows it; give it in the program, or take it out of \`ignoreChanges\``,
  );
}

function foreignPaths(values: unknown): string[] {
  const paths: string[] = [];
  visitLeaves(values, (leaf, path) => {
    if (leaf === foreignSecret) paths.push(formatPath(path));
  });
  return paths;
}

function lineAboutUnset({ [referenceKey]: name }: Reference, path: Path): string {
  return `${formatPath(path)}: the environment variable ${name} is not set`;
}

/** The value behind a reference; undefined if the variable is unset or empty. */
function valueOf({ [referenceKey]: name }: Reference): string | undefined {
  const value = process.env[name];
  return value === "" ? undefined : value;
}

function namesOf(references: readonly Reference[]): string[] {
  return [...new Set(references.map(({ [referenceKey]: name }) => name))];
}

/** A salted hash, so that equal values of different objects do not look equal. */
export function fingerprintOf(value: string, salt = randomBytes(12).toString("base64url")): string {
  return `${salt}.${createHash("sha256").update(`${salt}.${value}`).digest("base64url")}`;
}

function matches(value: string, fingerprint: string | undefined): fingerprint is string {
  const [salt] = fingerprint?.split(".") ?? [];
  return fingerprint !== undefined && fingerprint !== "" && fingerprintOf(value, salt) === fingerprint;
}
