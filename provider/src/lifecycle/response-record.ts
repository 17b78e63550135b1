import { catalogPropertyAt } from "../catalog/property";
import type { ResourceDefinition } from "../definition/definition";
import { respelledKey, responseKey } from "../definition/state-keys";
import { foreignSecret } from "../secrets/foreign-secret";
import { fingerprintOf, isApplied } from "../secrets/references";
import { fieldsAt, isEqual, isFields, own, stringsAt, type Fields } from "../values/fields";
import { toPlain } from "../values/plain";
import { isReference } from "../values/reference";
import { formatSecretPath, parseSecretPath } from "../values/secret-paths";
import { descend, mapTree, valueAt, visitTree, type Path } from "../values/tree";
import { isMasked, isPublicAt, isSame, isSet, remoteSetting, type Reading } from "./reading";
import { undeclared, type Undeclared } from "./undeclared-keys";

/**
 * What the response to the last create or update showed, as the outputs keep it; what a later read shows is compared with it. Paths begin
 * at the configuration's root, in the form of `formatSecretPath`.
 *
 * A secret counts as set if a response shows anything in its place. Platforms repeat it in the response to a write and mask it afterwards,
 * or mask it always; some never show it. So what has been shown and is shown no longer is drift once. If a read right after the repair
 * does not show it either, what a read shows of it says nothing: otherwise each repair would lead to the next.
 */
export interface ResponseRecord {
  /** Declared settings that may be secret, and that the response showed as set. */
  readonly secrets: readonly string[];
  /** Those of them that the platform does not mask, and showed as they were sent. */
  readonly clear: readonly string[];
  /** Settings that may be secret and that the program does not declare, likewise. */
  readonly others: readonly string[];
  /** Those of which a read does not show whether they are set. */
  readonly silent: readonly string[];
  /** Declared settings that the response lacked although the platform shows what is set. */
  readonly absent: readonly string[];
  /** By path, the public values inside declared settings that the program does not declare. */
  readonly within: Fields;
  /** By path, salted hashes of the spellings of settings that are secret, or that the program takes from the environment. */
  readonly fingerprints: Readonly<Record<string, string>>;
  /** The platform's spelling of arguments other than the configuration. */
  readonly arguments: Fields;
  /** Arguments that the program does not give, and of which the outputs have the platform's own value: a default, or a generated one. */
  readonly defaults: readonly string[];
}

/** What the outputs say of the last response; undefined if they are of a release that kept nothing of it. Tolerates any state. */
export function responseRecord(recorded: Fields): ResponseRecord | undefined {
  const kept = recorded[responseKey];
  if (!isFields(kept)) return undefined;
  const hashes = Object.entries(fieldsAt(kept, "fingerprints"));
  return {
    secrets: stringsAt(kept, "secrets"),
    clear: stringsAt(kept, "clear"),
    others: stringsAt(kept, "others"),
    silent: stringsAt(kept, "silent"),
    absent: stringsAt(kept, "absent"),
    within: fieldsAt(kept, "within"),
    fingerprints: Object.fromEntries(
      hashes.filter((entry): entry is [string, string] => typeof entry[1] === "string"),
    ),
    arguments: fieldsAt(kept, "arguments"),
    defaults: stringsAt(kept, "defaults"),
  };
}

/** The form in which outputs keep a record: without what is empty. */
export function keptRecord(record: Partial<ResponseRecord>): Record<string, unknown> {
  const isEmpty = (value: unknown): boolean => Object.keys(value as object).length === 0;
  return Object.fromEntries(Object.entries(record).filter(([, value]) => !isEmpty(value)));
}

/** What a response to a write shows of the configuration. @param before What an earlier one showed. */
export function shownInResponse(
  reading: Reading,
  declared: Fields,
  remote: Fields,
  before: ResponseRecord | undefined,
): Pick<ResponseRecord, "secrets" | "clear" | "others" | "silent" | "absent" | "within"> {
  const [secrets, clear, absent]: [string[], string[], string[]] = [[], [], []];
  for (const [key, given] of Object.entries(declared)) {
    const shown = remoteSetting(reading, remote, key);
    visitTree(given, (value, below) => {
      const path = [key, ...below];
      const current = valueAt(shown, below);
      if (!isSet(value)) return undefined;
      if (mayBeSecret(reading, path) && isSet(current)) secrets.push(formatSecretPath(path));
      if (reading.secrets.covers(path)) {
        if (isShownAsSent(reading, path, value, current)) clear.push(formatSecretPath(path));
        return undefined;
      }
      if (current === undefined && isUnsetIfAbsent(reading, path)) absent.push(formatSecretPath(path));
      return isFields(value) && !isReference(value) && isFields(current) ? descend : undefined;
    });
  }
  const beside = [...undeclared(reading, declared, remote)];
  const isValue = (each: Undeclared): boolean => isPublicValue(reading, each);
  return {
    secrets,
    clear,
    absent,
    others: beside
      .filter((each) => !isValue(each) && isForeignSecret(reading, each))
      .map(({ path }) => formatSecretPath(path)),
    silent: before?.silent ?? [],
    within: Object.fromEntries(
      beside
        .filter((each) => each.path.length > 1 && isValue(each))
        .map(({ path, value }) => [formatSecretPath(path), toPlain(value)]),
    ),
  };
}

/** Whether a declared setting may be a secret as a whole, as far as the catalog and the program say. */
export function mayBeSecret(reading: Reading, path: Path): boolean {
  const [key, ...below] = path;
  return reading.secrets.covers(path) || (below.length === 0 && !reading.isPublic(String(key)));
}

/** Whether the platform would show a setting if it were set. */
export function isUnsetIfAbsent({ absentMeansUnset, secrets }: Reading, path: Path): boolean {
  return absentMeansUnset && secrets.atPath(path).isEmpty;
}

/** Whether the platform shows a secret that it never masks, and shows it as the program has it. */
function isShownAsSent(reading: Reading, path: Path, given: unknown, current: unknown): boolean {
  return isNeverMasked(reading, path) && isSet(current) && isSame(reading, path, given, current);
}

function isNeverMasked({ entry }: Reading, path: Path): boolean {
  return catalogPropertyAt(entry, path)?.["x-masked"] === false;
}

/** Whether a value is one that the state may have in the clear. */
export function isPublicValue(reading: Reading, { path, value }: Undeclared): boolean {
  return isPublicAt(reading, path) && !isMasked(reading.isMask, value);
}

/** Whether a value is a secret that the platform has. Of what the catalog does not know, only a mask says so. */
export function isForeignSecret(reading: Reading, { path, value }: Undeclared): boolean {
  return isMasked(reading.isMask, value) || (isSet(value) && !reading.secrets.atPath(path).isEmpty);
}

/**
 * How the platform spells declared settings: what a response shows in place of what was just sent.
 *
 * @returns the values under their keys, and salted hashes in place of those that are secret or come from the environment.
 */
export function respelledSettings(
  reading: Reading,
  declared: Fields,
  remote: Fields,
  before: ResponseRecord | undefined,
): { readonly values: Record<string, unknown>; readonly fingerprints: Record<string, string> } {
  const fingerprints: Record<string, string> = {};
  const note = (path: Path, current: unknown): void => {
    const known = before?.fingerprints[formatSecretPath(path)];
    const text = textOf(current);
    // The same spelling keeps its hash, so that nothing seems to have changed.
    const isKnown = known !== undefined && isApplied({ fingerprint: known }, text);
    fingerprints[formatSecretPath(path)] = isKnown ? known : fingerprintOf(text);
  };
  const values = Object.entries(declared).map(([key, given]): [string, unknown] => {
    const shown = remoteSetting(reading, remote, key);
    // Where the platform shows nothing of a secret, it says nothing of what is beside it either.
    if (!isSet(given) || (shown === null && !reading.isPublic(key))) return [key, undefined];
    return [key, spelling(reading, [key], given, shown, note)];
  });
  return { values: withoutUndefined(values), fingerprints };
}

/** @param note Is called with what must not be kept. @returns undefined where the platform shows the value as it is, nothing, or a mask. */
function spelling(
  reading: Reading,
  path: Path,
  given: unknown,
  current: unknown,
  note: (path: Path, current: unknown) => void,
): unknown {
  if (current === undefined || isSame(reading, path, given, current)) return undefined;
  const isSecret = reading.secrets.covers(path);
  if (isSecret || isReference(given)) {
    const isShown = isSet(current) && !isMasked(reading.isMask, current);
    if (isShown && (!isSecret || isNeverMasked(reading, path))) note(path, current);
    return current === null && !isSecret ? null : undefined;
  }
  if (isFields(given) && isFields(current) && !reading.isMask(current)) {
    const below = Object.entries(given).map(([key, value]): [string, unknown] => [
      key,
      spelling(reading, [...path, key], value, own(current, key), note),
    ]);
    const spelled = withoutUndefined(below);
    return Object.keys(spelled).length === 0 ? undefined : spelled;
  }
  return isMasked(reading.isMask, current) ? undefined : toPlain(current);
}

/** Whether a value is the platform's spelling of the one that was applied at a path. */
export function isRespelled(
  respelled: Fields,
  record: ResponseRecord | undefined,
  path: Path,
  current: unknown,
): boolean {
  const spelled = valueAt(respelled, path);
  if (spelled !== undefined) return isEqual(spelled, current);
  const fingerprint = record?.fingerprints[formatSecretPath(path)];
  return fingerprint !== undefined && current !== null && isApplied({ fingerprint }, textOf(current));
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** What a read shows of an argument, with the program's value of each part that the platform still spells as after the last write. */
export function inSpellingOfProgram(declared: unknown, spelled: unknown, shown: unknown): unknown {
  return mapTree(shown, (value, path) => {
    const given = valueAt(declared, path);
    // Of a part that has parts, only these are known.
    if (given === undefined || isFields(value)) return descend;
    return isEqual(valueAt(spelled, path), value) ? given : descend;
  });
}

/** How the platform spells declared settings, after a read: of what has changed there, nothing is known. */
export function stillRespelled(field: string, before: Fields, after: Fields): Record<string, unknown> {
  const [applied, current] = [before[field], after[field]];
  const left = Object.entries(fieldsAt(before, respelledKey)).map(([key, spelled]): [string, unknown] => [
    key,
    mapTree(
      spelled,
      (value, path) => {
        const was = valueAt(applied, path);
        if (isFields(value) && isFields(was) && !isReference(was)) return descend;
        return isEqual(was, valueAt(current, path)) ? value : undefined;
      },
      [key],
    ),
  ]);
  return withoutUndefined(left);
}

/** The record after a read, likewise. */
export function stillRecorded(
  record: ResponseRecord,
  field: string | undefined,
  before: Fields,
  after: Fields,
): Record<string, unknown> {
  const isUnchanged = (path: Path): boolean => isEqual(valueAt(before, path), valueAt(after, path));
  const isSetting = (text: string): boolean =>
    field !== undefined && isUnchanged([field, ...parseSecretPath(text)]);
  const pick = (fields: Fields, isKept: (key: string) => boolean): Fields =>
    Object.fromEntries(Object.entries(fields).filter(([key]) => isKept(key)));
  const spelled = Object.entries(record.arguments).map(([name, value]): [string, unknown] => [
    name,
    unchangedParts(value, [name], isUnchanged),
  ]);
  return keptRecord({
    ...record,
    absent: record.absent.filter(isSetting),
    fingerprints: pick(record.fingerprints, isSetting) as Record<string, string>,
    arguments: withoutUndefined(spelled),
  });
}

/** The parts of a value at whose paths nothing has changed; undefined if there are none. A list is one part. */
function unchangedParts(value: unknown, path: Path, isUnchanged: (path: Path) => boolean): unknown {
  if (isUnchanged(path)) return value;
  if (!isFields(value)) return undefined;
  const parts = withoutUndefined(
    Object.entries(value).map(([key, part]) => [key, unchangedParts(part, [...path, key], isUnchanged)]),
  );
  return Object.keys(parts).length === 0 ? undefined : parts;
}

/**
 * The secrets that a refresh found lost, or set although the program does not declare them, and that an update puts right: paths in the
 * configuration.
 */
export function repairedSecrets(
  { config }: ResourceDefinition,
  olds: Fields,
  news: Fields,
): readonly string[] {
  const record = responseRecord(olds);
  if (config === undefined || record === undefined) return [];
  const [before, after] = [olds[config.field], news[config.field]];
  const lost = record.secrets.filter((text) => {
    const path = parseSecretPath(text);
    return valueAt(before, path) === undefined && isSet(valueAt(after, path));
  });
  const foreign: string[] = [];
  visitTree(before, (value, path) => {
    if (value === foreignSecret && valueAt(after, path) === undefined) foreign.push(formatSecretPath(path));
    return descend;
  });
  return [...lost, ...foreign];
}

/** Those of some secrets that a read right after their repair still shows as before it. */
export function silentSecrets(
  reading: Reading,
  declared: Fields,
  remote: Fields,
  repaired: readonly string[],
): string[] {
  return repaired.filter((text) => {
    const [key = "", ...below] = parseSecretPath(text);
    const path = [key, ...below];
    const value = valueAt(remoteSetting(reading, remote, key), below);
    return isSet(valueAt(declared, path)) ? !isSet(value) : isForeignSecret(reading, { path, value });
  });
}

function withoutUndefined(entries: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}
