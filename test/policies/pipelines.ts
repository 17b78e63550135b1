import type { Fields } from "../../provider/src/values/fields";
import type { Given } from "../unit/provider/policy/analyze";
import { connection, destination, postgres, s3, secret, source } from "./bad-inputs";

/** A stack that the recommended pack judges. */
export interface Pipeline {
  /** The rule that it violates, or just keeps. */
  readonly rule: string;
  readonly what: string;
  readonly resources: readonly Given[];
  /** The configuration of the rule. Default: that of the pack. */
  readonly config?: Fields;
  /** A part of the message. */
  readonly message?: string;
}

const crm = { ...source("salesforce", salesforce()), name: "crm" };
const files = { ...source("s3", s3), name: "files" };
const vectors = destination("pinecone", { index_name: "i", api_key: secret }, "vectors");
const tables = destination("postgres", { ...postgres, host: "db.example.com" }, "tables");

function salesforce(): Fields {
  return { username: "u", consumer_key: "k", private_key: secret, categories: ["Account"] };
}

/** The resource as others refer to it. */
function urn({ type, name = "it" }: Given): string {
  return `${type}::${name}`;
}

function workflow(name: string, from: Given | undefined, to: Given | undefined, more: Fields = {}): Given {
  return {
    type: "unstructured:Workflow",
    name,
    props: {
      name,
      workflowType: "custom",
      workflowNodes: [{ name: "Partition", type: "partition", subtype: "fast" }],
      ...(from === undefined ? {} : { schedule: "daily" }),
      ...more,
    },
    from: {
      ...(from === undefined ? {} : { sourceId: [urn(from)] }),
      ...(to === undefined ? {} : { destinationId: [urn(to)] }),
    },
  };
}

const support: Given = { type: "airweave:Collection", name: "support", props: { name: "support" } };
const issues: Given = {
  ...connection("github", {
    name: "issues",
    config: { repo_name: "a/b" },
    authentication: { credentials: { personal_access_token: secret } },
  }),
  name: "issues",
  from: { readableCollectionId: [urn(support)] },
};

const noCrmInVectors = { forbidden: [{ from: { types: ["salesforce"] }, to: { types: ["pinecone"] } }] };

export const badPipelines: readonly Pipeline[] = [
  { rule: "uses", what: "a source without a workflow", resources: [files] },
  {
    rule: "uses",
    what: "a source beside one that is read",
    resources: [crm, files, vectors, workflow("index", files, vectors)],
    message:
      'unstructured.Source "crm": nothing in this stack uses this source; use it as sourceId of a workflow',
  },
  {
    rule: "uses",
    what: "a destination that nothing writes, and a workflow with a local one",
    resources: [files, vectors, workflow("index", files, undefined)],
    message: 'unstructured.Destination "vectors": nothing in this stack uses this destination',
  },
  {
    rule: "flows",
    what: "a CRM's data in a vector store",
    resources: [crm, vectors, workflow("index", crm, vectors)],
    config: noCrmInVectors,
    message:
      'unstructured.Workflow "index": destinationId: data must not flow here: unstructured.Source "crm" → unstructured.Workflow "index" → unstructured.Destination "vectors" (see forbidden[0])',
  },
  {
    rule: "flows",
    what: "any data on a host, in upper case",
    resources: [files, tables, workflow("load", files, tables)],
    config: { forbidden: [{ from: { types: ["*"] }, to: { types: ["pinecone"], hosts: ["DB.example.*"] } }] },
  },
  {
    rule: "flows",
    what: "issues in a collection",
    resources: [support, issues],
    config: { forbidden: [{ from: { types: ["github"] }, to: { types: ["airweave/Collection"] } }] },
    message: 'airweave.SourceConnection "issues" → airweave.Collection "support"',
  },
  {
    rule: "schedules",
    what: "a workflow without a schedule",
    resources: [files, vectors, workflow("index", files, vectors, { schedule: undefined })],
    message:
      'unstructured.Workflow "index": schedule: missing, so that it runs only when something starts it; set a schedule such as "daily"',
  },
  {
    rule: "schedules",
    what: "a workflow that runs too often, by a phrase",
    resources: [files, vectors, workflow("index", files, vectors, { schedule: "every 15 minutes" })],
    config: { minMinutes: 60 },
    message: "schedule: runs as often as every 15 minutes; leave at least 60 minutes between runs",
  },
  {
    rule: "schedules",
    what: "a workflow that runs too often, by a cron expression",
    resources: [files, vectors, workflow("index", files, vectors, { schedule: "*/15 * * * *" })],
    config: { minMinutes: 60 },
  },
];

export const goodPipelines: readonly Pipeline[] = [
  {
    rule: "uses",
    what: "a source and a destination with a workflow",
    resources: [files, vectors, workflow("index", files, vectors)],
  },
  {
    rule: "uses",
    what: "a source that is excepted",
    resources: [files],
    config: { exceptNames: ["fil*"] },
  },
  {
    rule: "uses",
    what: "a source, and a workflow with an id in plain text that may be its id",
    resources: [
      files,
      vectors,
      workflow("index", undefined, vectors, {
        sourceId: "6f1e5d3c-0000-4000-8000-000000000000",
        schedule: "daily",
      }),
    ],
  },
  {
    rule: "flows",
    what: "a CRM's data in a table, and other data in a vector store",
    resources: [
      crm,
      files,
      vectors,
      tables,
      workflow("load", crm, tables),
      workflow("index", files, vectors),
    ],
    config: noCrmInVectors,
  },
  {
    rule: "flows",
    what: "issues in a collection, where others are forbidden",
    resources: [support, issues],
    config: { forbidden: [{ from: { types: ["stripe"] }, to: { types: ["airweave/Collection"] } }] },
  },
  {
    rule: "schedules",
    what: "a workflow with a schedule",
    resources: [files, vectors, workflow("index", files, vectors, { schedule: "every 2 hours" })],
    config: { required: true, minMinutes: 120 },
  },
  {
    rule: "schedules",
    what: "a local workflow, which cannot have one",
    resources: [tables, workflow("upload", undefined, tables)],
    config: { required: true, minMinutes: 120 },
  },
];
