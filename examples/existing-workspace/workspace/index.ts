import { unstructured } from "pulumi-connectors";
import { loadStackConfig, secret, z } from "pulumi-connectors/stack-config";

const config = loadStackConfig(
  z.object({
    searchIndex: z.object({ apiKey: secret(z.string()) }),
    invoicesS3: z.object({
      key: secret(z.string()),
      secret: secret(z.string()),
    }),
  }),
);

const searchIndex = new unstructured.Destination(
  "search-index",
  {
    name: "Search index",
    type: "pinecone",
    config: {
      index_name: "search",
      namespace: "default",
      api_key: config.searchIndex.apiKey,
      batch_size: 50,
    },
  },
  { adopt: "aff548e1-1ddf-473f-8fb3-30faea63c82c", protect: true },
);

const invoicesS3 = new unstructured.Source(
  "invoices-s3",
  {
    name: "Invoices (S3)",
    type: "s3",
    config: {
      remote_url: "s3://example-invoices/",
      key: config.invoicesS3.key,
      secret: config.invoicesS3.secret,
      anonymous: false,
      recursive: true,
    },
  },
  { adopt: "46609813-b6b4-4e7c-a8cd-b594f28a89fc", protect: true },
);

new unstructured.Source(
  "public-reports",
  {
    name: "Public reports",
    type: "s3",
    config: {
      remote_url: "s3://example-reports/",
      anonymous: true,
      recursive: false,
    },
  },
  { adopt: "cc25c5db-1d3f-4501-a424-3389fd406656", protect: true },
);

new unstructured.Workflow(
  "invoices-every-night",
  {
    name: "Invoices every night",
    sourceId: invoicesS3.id,
    destinationId: searchIndex.id,
    workflowType: "custom",
    workflowNodes: [
      {
        name: "Partitioner",
        settings: {
          allow_fast: true,
          format_html: true,
          is_dynamic: true,
          model: "claude-sonnet-4-20250514",
          output_format: "text/html",
          provider: "anthropic",
          unique_element_ids: true,
        },
        subtype: "vlm",
        type: "partition",
      },
      {
        name: "Chunker",
        settings: {
          include_orig_elements: false,
          max_characters: 2048,
          multipage_sections: false,
          overlap_all: false,
        },
        subtype: "chunk_by_title",
        type: "chunk",
      },
    ],
    schedule: "daily",
    reprocessAll: false,
  },
  { adopt: "4c03bbe5-b4b6-4e6a-9cb0-6a7e26b60dd2", protect: true },
);
