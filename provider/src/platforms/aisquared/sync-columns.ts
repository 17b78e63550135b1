import type { ColumnMapping } from "../../definition/definition";
import { isFields, type Fields } from "../../values/fields";
import { isUnknown } from "../../values/unknowns";

/**
 * The columns that the mappings of a sync write, in either form of them.
 * Source: docs/contracts/aisquared.md, section 7.
 */
export function columnMappings(configuration: unknown): ColumnMapping[] {
  if (isFields(configuration)) {
    return Object.entries(configuration).map(([column, to]) => {
      const path = `configuration.${column}`;
      return { path, names: [column, to].map((name) => ({ path, name })) };
    });
  }
  if (!Array.isArray(configuration)) return [];
  return configuration.flatMap((mapping: unknown, index) => {
    if (!isFields(mapping)) return [];
    const path = `configuration[${index}]`;
    const read = columnsRead(mapping).map((name) => ({ path: `${path}.from`, name }));
    return [{ path, names: [...read, { path: `${path}.to`, name: mapping.to }] }];
  });
}

/** A static mapping has a value in place of a column, a template may name several. */
function columnsRead({ from, mapping_type: type }: Fields): unknown[] {
  if (type === "static") return [];
  if (type !== "template" || typeof from !== "string" || isUnknown(from)) return [from];
  return [...from.matchAll(/\{\{-?\s*([\p{L}_][\p{L}\p{N}_.-]*)/gu)].map(([, column]) => column);
}
