import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { unstructured } from "pulumi-connectors";
import { loadStackConfig, secret, z } from "pulumi-connectors/stack-config";
import { parse } from "yaml";

const config = loadStackConfig(
  z.object({
    /** What the names of the stack's buckets begin with. */
    bucketPrefix: z.string(),
    /** The index of Pinecone. Each team has a namespace in it. */
    index: z.string(),
    /** Whether `pulumi destroy` is refused. */
    protect: z.boolean().default(false),
    accessKeyId: secret(z.string()),
    secretAccessKey: secret(z.string()),
    pineconeKey: secret(z.string()),
  }),
);

const name = z.string().regex(/^[a-z][a-z0-9-]*$/, "expected small letters, digits and hyphens");
const list = z.array(
  z.strictObject({
    team: name,
    documents: z.array(
      z.strictObject({
        name,
        bucket: name,
        schedule: z.enum(["every hour", "every 4 hours", "daily", "weekly", "monthly"]),
      }),
    ),
  }),
);
const read = list.safeParse(parse(readFileSync(join(__dirname, "teams.yaml"), "utf8")));
if (!read.success) throw new pulumi.RunError(`teams.yaml is invalid:\n${z.prettifyError(read.error)}`);

const stack = pulumi.getStack();
const options = { protect: config.protect };

for (const { team, documents } of read.data) {
  const search = new unstructured.Destination(
    team,
    {
      name: `${team}-${stack}`,
      type: "pinecone",
      config: { index_name: config.index, namespace: team, api_key: config.pineconeKey },
    },
    options,
  );
  for (const { name, bucket, schedule } of documents) {
    const source = new unstructured.Source(
      `${team}-${name}`,
      {
        name: `${team}-${name}-${stack}`,
        type: "s3",
        config: {
          remote_url: `s3://${config.bucketPrefix}-${bucket}/`,
          access_key_id: config.accessKeyId,
          secret_access_key: config.secretAccessKey,
          recursive: true,
        },
      },
      options,
    );
    new unstructured.Workflow(
      `${team}-${name}`,
      {
        name: `${team}-${name}-${stack}`,
        sourceId: source.id,
        destinationId: search.id,
        workflowType: "template",
        templateId: "hi_res_and_enrichment",
        schedule,
      },
      options,
    );
  }
}
