import { canonicalConfig, catalogEntry } from "../catalog/entry";
import { isEqual, isFields, type Fields } from "../values/fields";
import type { ResourceDefinition } from "./definition";
import { inputNames } from "./inputs";
import { handlingOptions } from "./reserved";

/** What the engine is told about a change. */
export interface Diff {
  readonly changes: boolean;
  /** The arguments that make a new object necessary. */
  readonly replaces: string[];
  readonly deleteBeforeReplace: boolean;
}

/**
 * Compares what the program wants with what the state holds, deeply. Server defaults, timestamps and the provider's
 * code are no arguments, so they never count. What is unknown may change.
 *
 * @param olds The recorded outputs; may be truncated or of an earlier release.
 * @param news The checked inputs.
 */
export function diff(definition: ResourceDefinition, olds: Fields, news: Fields): Diff {
  const changed = changedFields(definition, olds, news);
  const replaces = changed.filter(
    (field) => olds[field] !== undefined && isReplacedBy(definition, field, news),
  );
  return { changes: changed.length > 0, replaces, deleteBeforeReplace: false };
}

/** The arguments whose value differs, or may differ. */
export function changedFields(definition: ResourceDefinition, olds: Fields, news: Fields): string[] {
  const desired = comparable(definition, news);
  const recorded = comparable(definition, olds);
  // What is unknown differs from anything recorded, for a state holds nothing unknown.
  return inputNames(definition).filter((field) => !isEqual(recorded[field], desired[field]));
}

function isReplacedBy(definition: ResourceDefinition, field: string, news: Fields): boolean {
  if (definition.replaceOn.includes(field)) return true;
  return field === definition.nameField && handlingOptions(news).onRename === "replace";
}

/** The fields with the configuration in canonical spelling. */
function comparable({ config }: ResourceDefinition, fields: Fields): Record<string, unknown> {
  const value = fields[config.field];
  if (!isFields(value)) return { ...fields };
  const entry = catalogEntry(config.catalog, fields[config.typeField]);
  return { ...fields, [config.field]: canonicalConfig(entry, value) };
}
