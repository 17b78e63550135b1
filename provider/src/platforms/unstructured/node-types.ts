import type * as pulumi from "@pulumi/pulumi";
import type { Inputs } from "../../program/inputs";
import type { OtherType } from "../../program/other-type";

/**
 * The nodes of a custom workflow: what is done with each document between the source and the destination, in this order. The names of
 * types, subtypes and settings are the vendor's own.
 * Source: https://docs.unstructured.io/api-reference/workflow/nodes/overview; docs/contracts/unstructured.md, section 6.
 */
export type WorkflowNode = PartitionNode | PrompterNode | ChunkNode | EmbedNode | ExtractNode | UnlistedNode;

interface NodeOf<Type, Subtype, Settings> {
  /** Name in the platform's web application. */
  name: pulumi.Input<string>;
  type: Type;
  subtype: Subtype;
  /** Its settings. Those that are left out are the platform's, and not compared. */
  settings?: Inputs<Settings>;
}

/** Turns a document into elements. The first node of every workflow. */
export type PartitionNode =
  | NodeOf<"partition", "auto" | "vlm", VlmSettings>
  | NodeOf<"partition", "hi_res" | "fast" | "unstructured_api", StrategySettings>;

/** Enriches elements by a model. */
export type PrompterNode = NodeOf<"prompter", PrompterSubtype, PrompterSettings>;

/** Puts elements together to chunks of a size. */
export type ChunkNode =
  | NodeOf<"chunk", "chunk_by_character" | "chunk_by_page", ChunkSettings>
  | NodeOf<"chunk", "chunk_by_title", ChunkByTitleSettings>
  | NodeOf<"chunk", "chunk_by_similarity", ChunkBySimilaritySettings>
  | NodeOf<"chunk", "chunk_by_contextual", ContextualSettings>;

/** Adds an embedding to each chunk. */
export type EmbedNode = NodeOf<
  "embed",
  "azure_openai" | "bedrock" | "ibm" | "togetherai" | "voyageai",
  EmbedSettings
>;

/** Extracts structured data. */
export type ExtractNode = NodeOf<"structured_data_extractor", "llm", ExtractSettings>;

/** A node that this release does not know, by `otherType`: of another type, or of another subtype, or with settings that are newer. */
export interface UnlistedNode {
  /** Name in the platform's web application. */
  name: pulumi.Input<string>;
  /** What the node does. */
  type: "partition" | "prompter" | "chunk" | "embed" | "structured_data_extractor" | OtherType;
  /** How it does so. */
  subtype: OtherType;
  /** Its settings, by the vendor's names. Those that are left out are the platform's, and not compared. */
  settings?: Record<string, unknown>;
}

/** With `is_dynamic` and `allow_fast`, the platform chooses between the strategies for each page. */
export interface VlmSettings {
  /** `true`: the platform chooses the strategy for each page. `false`: always by a vision language model. */
  is_dynamic?: boolean;
  /** Whether the platform may take the fast strategy for a page. */
  allow_fast?: boolean;
  /** Provider of the model. Platform's default: `anthropic`. */
  provider?: "anthropic" | "auto" | "bedrock" | "openai" | "vertexai";
  /** A key of your own for that provider. A secret. */
  provider_api_key?: string;
  model?: string;
  output_format?: "text/html" | "application/json";
  /** Whether the HTML is indented. */
  format_html?: boolean;
  /** Whether elements get unique ids, not hashes of their text. */
  unique_element_ids?: boolean;
}

export interface StrategySettings {
  strategy?: "auto" | "hi_res" | "fast";
  include_page_breaks?: boolean;
  pdf_infer_table_structure?: boolean;
  /** Types of elements to leave out, such as `Footer`. */
  exclude_elements?: string[];
  xml_keep_tags?: boolean;
  encoding?: string;
  /** Languages as Tesseract names them, such as `eng`. */
  ocr_languages?: string[];
  /** Types of elements whose images are extracted. */
  extract_image_block_types?: string[];
  infer_table_structure?: boolean;
  /** Whether elements of a PDF say where they are on their page. */
  coordinates?: boolean;
}

type PrompterSubtype =
  | `${"anthropic" | "bedrock" | "openai" | "vertexai"}_${"image_description" | "table_description"}`
  | `${"anthropic" | "openai"}_${"table2html" | "ner"}`
  | "twopass_table2html"
  | `${"anthropic" | "bedrock" | "openai"}_ocr`;

export interface PrompterSettings {
  /** Provider of the model: what the subtype begins with. */
  provider_type?: "anthropic" | "bedrock" | "openai" | "vertexai";
  model?: string;
  /** For named entities: the prompt in place of the platform's. */
  prompt_interface_overrides?: { prompt: { user: string } };
}

export interface ChunkSettings {
  /** Another address of the chunker. */
  unstructured_api_url?: string;
  /** The key for it. A secret. */
  unstructured_api_key?: string;
  include_orig_elements?: boolean;
  /** About how many characters a chunk has at most. */
  new_after_n_chars?: number;
  /** How many characters a chunk has at most. */
  max_characters?: number;
  /** How many characters of the chunk before an oversized element's parts begin with. */
  overlap?: number;
  /** Whether all chunks overlap. */
  overlap_all?: boolean;
  /** Whether each table is a chunk by itself. */
  isolate_table?: boolean;
  contextual_chunking_strategy?: "v1";
}

export interface ChunkByTitleSettings extends ChunkSettings {
  /** Sections with fewer characters are put together. */
  combine_text_under_n_chars?: number;
  /** Whether a section may go over several pages. */
  multipage_sections?: boolean;
}

export interface ChunkBySimilaritySettings extends ChunkSettings {
  /** How similar two elements of a chunk are at least: from 0.01 to 0.99. */
  similarity_threshold?: number;
}

/** Adds context to the chunks that another node has made. */
export interface ContextualSettings {
  /** `provider/model`, such as `anthropic/claude-sonnet-4-6`. */
  contextual_chunking_model?: string;
  /** How many characters of the document the model sees with each chunk. Platform's default: 15,000. */
  context_char_limit?: number;
  /** The prompt in place of the platform's. */
  user_prompt?: string;
}

export interface EmbedSettings {
  /** Name of the embedding model, such as `text-embedding-3-small`. */
  model_name?: string;
}

export interface ExtractSettings {
  /** What to extract: one of both. */
  schema_to_extract?: { json_schema?: string; extraction_guidance?: string };
  provider?: "anthropic" | "azure_openai" | "bedrock" | "openai";
  model?: string;
}
