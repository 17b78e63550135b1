import { z } from "zod";
import { schemaProblems } from "../../catalog/schema-problems";
import { isFields, type Fields } from "../../values/fields";
import { isUnknown } from "../../values/unknowns";
import { configurationKeys } from "./model";

/** The types whose model has a query and no configuration. */
const queryTypes = ["raw_sql", "dbt", "soql", "table_selector"];

/** The parts of a configuration that the server checks. What else there is passes. */
const parts: Readonly<Record<string, z.ZodType>> = {
  harvesters: z.array(z.unknown()),
  json_schema: z.record(z.string(), z.unknown()),
  embedding_config: z.looseObject({ api_key: z.string().min(1), model: z.string().min(1) }),
  chunk_config: z.looseObject({ chunk_size: z.int().min(1), chunk_overlap: z.int().min(0) }),
};

/**
 * Finds arguments that are valid by their schemas, but that AI Squared would refuse or not keep. Unknown values pass.
 * Source: docs/contracts/aisquared.md, section 6.
 */
export function modelProblems({ queryType, query, primaryKey, configuration }: Fields): string[] {
  if (typeof queryType !== "string" || isUnknown(queryType)) return [];
  const isQuery = queryTypes.includes(queryType);
  const keys = configurationKeys(queryType);
  // Another type is a problem by itself.
  if (!isQuery && keys.length === 0) return [];
  return [
    ...(isQuery && query === undefined ? [`query: missing, which a ${queryType} model needs`] : []),
    ...limitProblems(queryType, query),
    ...(primaryKey === undefined && queryType !== "unstructured"
      ? [`primaryKey: missing, which a ${queryType} model needs`]
      : []),
    ...configurationProblems(queryType, keys, configuration),
  ];
}

/** The server adds such a clause itself. The query of a table_selector is the name of a table. */
function limitProblems(queryType: string, query: unknown): string[] {
  if (queryType === "table_selector" || !queryTypes.includes(queryType)) return [];
  if (typeof query !== "string" || isUnknown(query)) return [];
  return /\b(limit|offset)\s*\d*\s*;?\s*$/i.test(query)
    ? ["query: must not end in LIMIT or OFFSET; AI Squared reads the rows in batches of its own"]
    : [];
}

function configurationProblems(queryType: string, keys: readonly string[], configuration: unknown): string[] {
  if (isUnknown(configuration)) return [];
  if (keys.length === 0) {
    return configuration === undefined ? [] : [`configuration: a ${queryType} model has none; remove it`];
  }
  if (!isFields(configuration)) {
    return configuration === undefined
      ? [`configuration: missing, which a ${queryType} model needs: ${keys.join(", ")}`]
      : [];
  }
  const shape = Object.fromEntries(keys.flatMap((key) => (parts[key] ? [[key, parts[key]] as const] : [])));
  return [
    ...schemaProblems(z.looseObject(shape), configuration, ["configuration"]),
    ...(queryType === "ai_ml" && configuration.json_schema !== undefined
      ? ["configuration.json_schema: AI Squared takes it from the catalog of the connector; remove it"]
      : []),
  ];
}
