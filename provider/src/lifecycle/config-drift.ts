import { catalogProperty } from "../catalog/entry";
import type { RemoteObject, ResourceDefinition } from "../definition/definition";
import { recordKeys, respelledKey, unmanagedKey } from "../definition/state-keys";
import { foreignSecret } from "../secrets/foreign-secret";
import { drifted } from "../secrets/references";
import { definedKeys, fieldsAt, isFields, omit, own, type Fields } from "../values/fields";
import { toPlain } from "../values/plain";
import { isReference } from "../values/reference";
import { formatSecretPath } from "../values/secret-paths";
import { descend, mapTree, valueAt, visitTree, withValueAt, type Path } from "../values/tree";
import { isMasked, isSame, isSet, readingOf, remoteSetting, type Reading } from "./reading";
import {
  isForeignSecret,
  isPublicValue,
  isRespelled,
  isUnsetIfAbsent,
  mayBeSecret,
  respelledSettings,
  responseRecord,
  shownInResponse,
  type ResponseRecord,
} from "./response-record";
import { undeclared } from "./undeclared-keys";

/** What the outputs keep of the configuration in a response, beside the declared one. */
export interface ConfigRecords {
  readonly unmanaged: Fields;
  readonly respelled: Fields;
  readonly response: Partial<ResponseRecord> | undefined;
}

/**
 * What the outputs keep beside the configuration: what the platform added to it, how it spells what it was sent, and what it showed of the
 * secrets. A response to a request that sent no configuration, or a response without one, leaves all as it was: what it shows may have
 * changed since.
 *
 * @param isSent Whether the request sent it.
 */
export function configRecords(
  definition: ResourceDefinition,
  field: string,
  inputs: Fields,
  object: RemoteObject,
  { olds, isSent }: { readonly olds: Fields; readonly isSent: boolean },
): ConfigRecords {
  const remote = object[field];
  const before = responseRecord(olds);
  const isKnown = recordKeys.some((key) => olds[key] !== undefined);
  if (!isFields(remote) || (!isSent && isKnown)) {
    return {
      unmanaged: fieldsAt(olds, unmanagedKey),
      respelled: fieldsAt(olds, respelledKey),
      response: before,
    };
  }
  const declared = fieldsAt(inputs, field);
  const reading = readingOf(definition, inputs);
  const { values, fingerprints } = isSent
    ? respelledSettings(reading, declared, remote, before)
    : { values: {}, fingerprints: {} };
  const unmanaged = [...undeclared(reading, declared, remote)].filter(
    (each) => each.path.length === 1 && isPublicValue(reading, each),
  );
  return {
    unmanaged: Object.fromEntries(unmanaged.map(({ path: [key], value }) => [String(key), toPlain(value)])),
    respelled: values,
    response: { ...shownInResponse(reading, declared, remote, before), fingerprints },
  };
}

/**
 * The configuration after reading the object: the declared keys as the platform has them, secrets and masked values as they were applied,
 * and of the keys that are not declared those that have changed since. A secret that is lost is left out; one that is not the program's is
 * `foreignSecret`.
 *
 * @returns undefined if there is none.
 */
export function refreshedConfig(
  definition: ResourceDefinition,
  field: string,
  recorded: Fields,
  object: RemoteObject,
): Record<string, unknown> | undefined {
  const remote = object[field];
  const applied = recorded[field];
  if (!isFields(remote)) return isFields(applied) ? applied : undefined;
  const reading = readingOf(definition, recorded);
  const before: Shown = {
    unmanaged: fieldsAt(recorded, unmanagedKey),
    respelled: fieldsAt(recorded, respelledKey),
    record: responseRecord(recorded),
  };
  const declared = withoutFound(fieldsAt(recorded, field), before);
  let config: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(declared)) {
    const kept = merged(reading, before, key, value, remoteSetting(reading, remote, key));
    if (kept !== undefined) config[key] = kept;
  }
  for (const { path, value } of undeclared(reading, declared, remote)) {
    const found = changedBeside(reading, before, path, value);
    if (found !== undefined) config = withValueAt(config, path, found);
  }
  for (const key of goneBeside(reading, before, remote)) config[key] = null;
  return isFields(applied) || definedKeys(config).length > 0 ? config : undefined;
}

/** What the last response showed beside the declared configuration. */
interface Shown {
  readonly unmanaged: Fields;
  readonly respelled: Fields;
  /** Undefined in a state of an earlier release. */
  readonly record: ResponseRecord | undefined;
}

/** The configuration without what an earlier read found beside the declared settings: that is compared anew. */
function withoutFound(config: Fields, { unmanaged, record }: Shown): Fields {
  const declared = omit(config, Object.keys(unmanaged));
  return mapTree(declared, (value, path) => {
    const text = formatSecretPath(path);
    const isFound =
      value === foreignSecret
        ? record?.clear.includes(text) !== true && record?.fingerprints[text] === undefined
        : path.length > 1 && record !== undefined && Object.hasOwn(record.within, text);
    return isFound ? undefined : isFields(value) && !isReference(value) ? descend : value;
  }) as Fields;
}

/**
 * The applied value where it is secret, or where the platform's means the same, says nothing or is masked; otherwise the platform's.
 *
 * @returns undefined if nothing is set on the platform, which null may also say.
 */
function merged(reading: Reading, before: Shown, key: string, applied: unknown, remote: unknown): unknown {
  const { respelled, record } = before;
  return mapTree(applied, (value, below) => {
    const path = [key, ...below];
    const current = valueAt(remote, below);
    if (value === undefined || isLost(reading, record, path, current)) return undefined;
    if (reading.secrets.covers(path)) return mergedSecret(reading, record, path, value, current);
    if (current === null && below.length === 0 && !reading.isPublic(key)) return value;
    if (current === undefined) {
      const isUnset =
        isUnsetIfAbsent(reading, path) && record?.absent.includes(formatSecretPath(path)) !== true;
      return isUnset ? undefined : value;
    }
    if (isSame(reading, path, value, current)) return value;
    if (isFields(value) && !isReference(value) && isFields(current) && !reading.isMask(current))
      return descend;
    if (isRespelled(respelled, record, path, current)) return value;
    if (isReference(value) && current !== null) {
      return isMasked(reading.isMask, current) ? value : drifted(value, current);
    }
    if (isMasked(reading.isMask, current)) return value;
    return current === null ? undefined : toPlain(current);
  });
}

/** Whether what may be a secret was shown as set, and is so no longer. */
function isLost(reading: Reading, record: ResponseRecord | undefined, path: Path, current: unknown): boolean {
  if (record === undefined || isSet(current) || !mayBeSecret(reading, path)) return false;
  const text = formatSecretPath(path);
  return record.secrets.includes(text) && !record.silent.includes(text);
}

/** A secret of the program, unless the platform shows another one in the clear where it showed this one. */
function mergedSecret(
  reading: Reading,
  record: ResponseRecord | undefined,
  path: Path,
  applied: unknown,
  current: unknown,
): unknown {
  const text = formatSecretPath(path);
  const isKnown = record?.clear.includes(text) === true || record?.fingerprints[text] !== undefined;
  const isShown = isKnown && isSet(current) && !isMasked(reading.isMask, current);
  if (!isShown || isSame(reading, path, applied, current) || isRespelled({}, record, path, current))
    return applied;
  return isReference(applied) ? drifted(applied, current) : foreignSecret;
}

/** What has changed under a key that the program does not declare; undefined if nothing has, or nothing is known of it. */
function changedBeside(reading: Reading, { unmanaged, record }: Shown, path: Path, value: unknown): unknown {
  const text = formatSecretPath(path);
  const [key, ...below] = path;
  if (isPublicValue(reading, { path, value })) {
    const was =
      below.length === 0
        ? remoteSetting(reading, unmanaged, String(key))
        : record && own(record.within, text);
    if (was !== undefined) return isSame(reading, path, was, value) ? undefined : toPlain(value);
    return record !== undefined && reading.absentMeansUnset && isSet(value) ? toPlain(value) : undefined;
  }
  const isKnown = record === undefined || record.others.includes(text) || record.silent.includes(text);
  return !isKnown && isForeignSecret(reading, { path, value }) ? foreignSecret : undefined;
}

/** The keys that the program does not declare, that the platform showed as set, and that it lacks now. */
function goneBeside(reading: Reading, { unmanaged, record }: Shown, remote: Fields): string[] {
  if (record === undefined || !reading.absentMeansUnset) return [];
  return definedKeys(unmanaged).filter(
    (key) => isSet(unmanaged[key]) && remoteSetting(reading, remote, key) === undefined,
  );
}

/** Whether the platform shows a declared key with another value than the program's: then the program did not make the object. */
export function contradictsConfig(
  definition: ResourceDefinition,
  inputs: Fields,
  object: RemoteObject,
): boolean {
  const { field } = definition.config ?? {};
  if (field === undefined) return false;
  const reading = readingOf(definition, inputs);
  const remote = fieldsAt(object, field);
  return Object.entries(fieldsAt(inputs, field)).some(
    ([key, value]) =>
      reading.isPublic(key) &&
      catalogProperty(reading.entry, key)?.["x-normalized"] !== true &&
      contradicts(reading, key, value, own(remote, key)),
  );
}

/** What the platform does not show, or masks, contradicts nothing. */
function contradicts(reading: Reading, key: string, applied: unknown, remote: unknown): boolean {
  let isContradicted = false;
  visitTree(applied, (value, path) => {
    const current = valueAt(remote, path);
    if (value === undefined || (current ?? undefined) === undefined || isMasked(reading.isMask, current))
      return;
    if (isFields(value) && isFields(current)) return descend;
    isContradicted ||= !isSame(reading, [key, ...path], value, current);
    return;
  });
  return isContradicted;
}
