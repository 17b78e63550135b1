import { z } from "zod";
import { isFields, own, type Fields } from "../../values/fields";
import { formatSecretPath } from "../../values/secret-paths";
import type {
  ChunkByTitleSettings,
  ChunkBySimilaritySettings,
  ChunkNode,
  ChunkSettings,
  ContextualSettings,
  EmbedNode,
  EmbedSettings,
  ExtractNode,
  ExtractSettings,
  PartitionNode,
  PrompterNode,
  PrompterSettings,
  StrategySettings,
  VlmSettings,
} from "./node-types";

/** What the types of nodes allow, for values. The compiler checks that no key is missing, and the type of each. */
function settings<Settings>(shape: {
  readonly [Key in keyof Settings]-?: z.ZodType<Settings[Key]>;
}): z.ZodType<Settings> {
  return z.strictObject(shape).partial() as z.ZodType as z.ZodType<Settings>;
}

const [text, texts, number, boolean] = [z.string(), z.array(z.string()), z.number(), z.boolean()];

const vlm = settings<VlmSettings>({
  is_dynamic: boolean,
  allow_fast: boolean,
  provider: z.enum(["anthropic", "auto", "bedrock", "openai", "vertexai"]),
  provider_api_key: text,
  model: text,
  output_format: z.enum(["text/html", "application/json"]),
  format_html: boolean,
  unique_element_ids: boolean,
});

const strategy = settings<StrategySettings>({
  strategy: z.enum(["auto", "hi_res", "fast"]),
  include_page_breaks: boolean,
  pdf_infer_table_structure: boolean,
  exclude_elements: texts,
  xml_keep_tags: boolean,
  encoding: text,
  ocr_languages: texts,
  extract_image_block_types: texts,
  infer_table_structure: boolean,
  coordinates: boolean,
});

const prompter = settings<PrompterSettings>({
  provider_type: z.enum(["anthropic", "bedrock", "openai", "vertexai"]),
  model: text,
  prompt_interface_overrides: z.strictObject({ prompt: z.strictObject({ user: text }) }),
});

const ofAllChunks = {
  unstructured_api_url: text,
  unstructured_api_key: text,
  include_orig_elements: boolean,
  new_after_n_chars: number,
  max_characters: number,
  overlap: number,
  overlap_all: boolean,
  isolate_table: boolean,
  contextual_chunking_strategy: z.literal("v1"),
};
const chunk = settings<ChunkSettings>(ofAllChunks);

const embed = settings<EmbedSettings>({ model_name: text });

const known: {
  readonly partition: Readonly<Record<PartitionNode["subtype"], z.ZodType>>;
  readonly prompter: Readonly<Record<PrompterNode["subtype"], z.ZodType>>;
  readonly chunk: Readonly<Record<ChunkNode["subtype"], z.ZodType>>;
  readonly embed: Readonly<Record<EmbedNode["subtype"], z.ZodType>>;
  readonly structured_data_extractor: Readonly<Record<ExtractNode["subtype"], z.ZodType>>;
} = {
  partition: { auto: vlm, vlm, hi_res: strategy, fast: strategy, unstructured_api: strategy },
  prompter: {
    anthropic_image_description: prompter,
    bedrock_image_description: prompter,
    openai_image_description: prompter,
    vertexai_image_description: prompter,
    anthropic_table_description: prompter,
    bedrock_table_description: prompter,
    openai_table_description: prompter,
    vertexai_table_description: prompter,
    anthropic_table2html: prompter,
    openai_table2html: prompter,
    anthropic_ner: prompter,
    openai_ner: prompter,
    twopass_table2html: prompter,
    anthropic_ocr: prompter,
    bedrock_ocr: prompter,
    openai_ocr: prompter,
  },
  chunk: {
    chunk_by_character: chunk,
    chunk_by_page: chunk,
    chunk_by_title: settings<ChunkByTitleSettings>({
      ...ofAllChunks,
      combine_text_under_n_chars: number,
      multipage_sections: boolean,
    }),
    chunk_by_similarity: settings<ChunkBySimilaritySettings>({
      ...ofAllChunks,
      similarity_threshold: number,
    }),
    chunk_by_contextual: settings<ContextualSettings>({
      contextual_chunking_model: text,
      context_char_limit: number,
      user_prompt: text,
    }),
  },
  embed: { azure_openai: embed, bedrock: embed, ibm: embed, togetherai: embed, voyageai: embed },
  structured_data_extractor: {
    llm: settings<ExtractSettings>({
      schema_to_extract: settings<NonNullable<ExtractSettings["schema_to_extract"]>>({
        json_schema: text,
        extraction_guidance: text,
      }),
      provider: z.enum(["anthropic", "azure_openai", "bedrock", "openai"]),
      model: text,
    }),
  },
};

/** The paths of the subtypes, and of the types, of nodes that are not as the types of nodes have them. */
export function unlistedTypes(nodes: unknown): string[] {
  if (!Array.isArray(nodes)) return [];
  return nodes.flatMap((node: unknown, index) => (isFields(node) ? unlistedIn(node, index) : []));
}

function unlistedIn({ type, subtype, settings: given }: Fields, index: number): string[] {
  const subtypes = own<Readonly<Record<string, z.ZodType>>>(known, String(type));
  const schema = subtypes && own(subtypes, String(subtype));
  if (schema?.safeParse(given ?? {}).success === true) return [];
  const keys = subtypes === undefined ? ["type", "subtype"] : ["subtype"];
  return keys.map((key) => formatSecretPath([index, key]));
}
