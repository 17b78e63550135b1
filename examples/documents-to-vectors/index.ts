import * as pulumi from "@pulumi/pulumi";
import { unstructured } from "pulumi-connectors";
import { loadStackConfig, secret, z } from "pulumi-connectors/stack-config";

const config = loadStackConfig(
  z.object({
    bucket: z.string(),
    /** The index of Pinecone. Its dimensions are those of the embedding model below. */
    index: z.string(),
    schedule: z.enum(["every hour", "every 4 hours", "daily", "weekly"]),
    /** Whether `pulumi destroy` is refused. */
    protect: z.boolean().default(false),
    accessKeyId: secret(z.string()),
    secretAccessKey: secret(z.string()),
    pineconeKey: secret(z.string()),
  }),
);

const stack = pulumi.getStack();
const options = { protect: config.protect };

const documents = new unstructured.Source(
  "documents",
  {
    name: `documents-${stack}`,
    type: "s3",
    config: {
      remote_url: `s3://${config.bucket}/`,
      access_key_id: config.accessKeyId,
      secret_access_key: config.secretAccessKey,
      recursive: true,
    },
  },
  options,
);

const vectors = new unstructured.Destination(
  "vectors",
  {
    name: `vectors-${stack}`,
    type: "pinecone",
    config: { index_name: config.index, namespace: "documents", api_key: config.pineconeKey },
  },
  options,
);

const embedding = new unstructured.Workflow(
  "embedding",
  {
    name: `embedding-${stack}`,
    sourceId: documents.id,
    destinationId: vectors.id,
    workflowType: "custom",
    workflowNodes: [
      {
        name: "Partitioner",
        type: "partition",
        subtype: "vlm",
        settings: { is_dynamic: true, allow_fast: true },
      },
      {
        name: "Chunker",
        type: "chunk",
        subtype: "chunk_by_title",
        settings: { max_characters: 2048, overlap: 160 },
      },
      {
        name: "Embedder",
        type: "embed",
        subtype: "azure_openai",
        settings: { model_name: "text-embedding-3-small" },
      },
    ],
    schedule: config.schedule,
  },
  // A change is seen at once, and not only by the next scheduled run. Changes of the source and the destination leave the workflow as it is.
  {
    ...options,
    run: "onChange",
    triggers: [documents.updatedAt, vectors.updatedAt],
    waitFor: "finished",
  },
);

export const workflowId = embedding.id;
export const lastRun = embedding.lastRun;
