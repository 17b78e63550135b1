import { randomUUID } from "node:crypto";
import { isJsonObject, type JsonObject } from "../../json-object";
import { notOfType } from "../../pydantic/messages";
import { objectErrors, stringErrors, type ValidationError } from "../../pydantic/request-checks";

/** A step of a workflow, as stored and shown. */
export interface WorkflowNode {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly subtype: string;
  readonly settings: JsonObject | null;
}

/** A step as requests have it. */
export type GivenNode = Omit<WorkflowNode, "id" | "settings"> & {
  readonly id?: string | null;
  readonly settings?: JsonObject | null;
};

const chunkSettings: JsonObject = {
  unstructured_api_url: null,
  unstructured_api_key: null,
  include_orig_elements: false,
  new_after_n_chars: null,
  max_characters: null,
  overlap: null,
  overlap_all: false,
  contextual_chunking_strategy: null,
};

/** The settings that the server adds to a node, by type and subtype. Source: docs/contracts/unstructured.md, section 6. */
const defaultSettings: Readonly<Record<string, JsonObject>> = {
  "partition/vlm": {
    provider: "anthropic",
    provider_api_key: null,
    model: "claude-sonnet-4-20250514",
    output_format: "text/html",
    format_html: true,
    unique_element_ids: true,
    is_dynamic: false,
    allow_fast: true,
  },
  "partition/unstructured_api": {
    strategy: "hi_res",
    include_page_breaks: false,
    pdf_infer_table_structure: false,
    exclude_elements: null,
    xml_keep_tags: false,
    encoding: "utf-8",
    ocr_languages: ["eng"],
    extract_image_block_types: null,
    infer_table_structure: false,
  },
  "chunk/chunk_by_character": chunkSettings,
  "chunk/chunk_by_page": chunkSettings,
  "chunk/chunk_by_similarity": { ...chunkSettings, similarity_threshold: 0.5 },
  "chunk/chunk_by_title": {
    ...chunkSettings,
    combine_text_under_n_chars: null,
    multipage_sections: false,
  },
};

/** Nodes with ids and the settings that the server adds. */
export function storedNodes(given: readonly GivenNode[]): WorkflowNode[] {
  return given.map(({ id, name, type, subtype, settings }) => {
    const defaults = defaultSettings[`${type}/${subtype}`];
    const all = defaults === undefined ? (settings ?? null) : { ...defaults, ...settings };
    return { id: id ?? randomUUID(), name, type, subtype, settings: all };
  });
}

/** The validation errors of a list of nodes; none if there is no list. @param loc Where it is. */
export function nodeErrors(nodes: unknown, loc: readonly string[]): ValidationError[] {
  if (nodes === undefined || nodes === null) return [];
  if (!Array.isArray(nodes)) return [{ type: "list_type", loc, msg: notOfType("array") }];
  return nodes.flatMap((node: unknown, index) => {
    if (!isJsonObject(node)) {
      return [{ type: "model_attributes_type", loc: [...loc, index], msg: notOfType("object") }];
    }
    const errors = [
      ...["name", "type", "subtype"].flatMap((key) => stringErrors(node, key, { required: true })),
      ...stringErrors(node, "id", { nullable: true }),
      ...objectErrors(node, "settings", { nullable: true }),
    ];
    return errors.map((error) => ({ ...error, loc: [...loc, index, ...error.loc.slice(1)] }));
  });
}

/**
 * Redacts nodes for the log. A setting that is not known to be public may be a secret: some overrides take keys, and nodes are free to have
 * any setting.
 */
export function scrubbedNodes(nodes: unknown): unknown {
  if (nodes === null) return null;
  if (!Array.isArray(nodes)) return "[secret]";
  return nodes.map((node: unknown) => {
    if (!isJsonObject(node)) return "[secret]";
    const defaults = defaultSettings[`${String(node.type)}/${String(node.subtype)}`] ?? { model_name: null };
    return Object.fromEntries(
      Object.entries(node).map(([key, value]) => {
        if (key === "settings" && isJsonObject(value)) return [key, scrubbedSettings(defaults, value)];
        const isPublic = ["id", "name", "type", "subtype", "settings"].includes(key);
        return [key, isPublic && typeof value !== "object" ? value : value === null ? null : "[secret]"];
      }),
    );
  });
}

function scrubbedSettings(known: JsonObject, settings: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(settings).map(([key, value]) => {
      const isPublic = Object.hasOwn(known, key) && !key.endsWith("api_key");
      return [key, value === null || (isPublic && typeof value !== "object") ? value : "[secret]"];
    }),
  );
}
