import type { Fields } from "../../provider/src/values/fields";
import type { Given } from "../unit/provider/policy/analyze";
import { connection, connector, destination, login, postgres, s3, secret, source } from "./bad-inputs";

/** A stack that the recommended pack judges. */
export interface Pipeline {
  /** The rule that it violates, or just keeps. */
  readonly rule: string;
  readonly what: string;
  readonly resources: readonly Given[];
  /** The configuration of the rule. Default: that of the pack. */
  readonly config?: Fields;
  /** Levels of other rules, where they must not run. */
  readonly packConfig?: Fields;
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

/** Arguments that are outputs of other resources, and their values. */
function referTo(others: Readonly<Record<string, Given | undefined>>): {
  readonly props: Fields;
  readonly from: Readonly<Record<string, readonly string[]>>;
} {
  const given = Object.entries(others).flatMap(([argument, to]) =>
    to === undefined ? [] : [{ argument, to }],
  );
  return {
    props: Object.fromEntries(given.map(({ argument }) => [argument, "7"])),
    from: Object.fromEntries(
      given.map(({ argument, to: { type, name = "it" } }) => [argument, [`${type}::${name}`]]),
    ),
  };
}

function workflow(name: string, from: Given | undefined, to: Given | undefined, more: Fields = {}): Given {
  const references = referTo({ sourceId: from, destinationId: to });
  return {
    type: "unstructured:Workflow",
    name,
    props: {
      name,
      workflowType: "custom",
      workflowNodes: [{ name: "Partition", type: "partition", subtype: "fast" }],
      ...(from === undefined ? {} : { schedule: "daily" }),
      ...references.props,
      ...more,
    },
    from: references.from,
  };
}

const support: Given = { type: "airweave:Collection", name: "support", props: { name: "support" } };
const issues: Given = {
  ...connection("github", {
    name: "issues",
    config: { repo_name: "a/b" },
    ...login({ personal_access_token: secret }),
  }),
  name: "issues",
  from: referTo({ readableCollectionId: support }).from,
};

const warehouse: Given = {
  ...connector("source", "Odoo", {
    url: "https://odoo.example.com",
    database: "d",
    username: "u",
    password: secret,
  }),
  name: "warehouse",
};
const webhook: Given = {
  ...connector("destination", "Http", { destination_url: "https://hooks.example.com" }),
  name: "webhook",
};
const people: Given = {
  type: "aisquared:Model",
  name: "people",
  props: {
    name: "people",
    queryType: "raw_sql",
    query: "SELECT * FROM people",
    primaryKey: "id",
    ...referTo({ connectorId: warehouse }).props,
  },
  from: referTo({ connectorId: warehouse }).from,
};

function sync(more: Fields = {}): Given {
  const { props, from } = referTo({ sourceId: warehouse, modelId: people, destinationId: webhook });
  return {
    type: "aisquared:Sync",
    name: "hook",
    props: {
      ...props,
      streamName: "hook",
      syncMode: "full_refresh",
      scheduleType: "manual",
      configuration: [mapping("id", "id")],
      ...more,
    },
    from,
  };
}

function mapping(from: string, to: string, more: Fields = {}): Fields {
  return { from, to, mapping_type: "standard", ...more };
}

function syncStack(more: Fields = {}): readonly Given[] {
  return [warehouse, webhook, people, sync(more)];
}

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
  {
    rule: "uses",
    what: "connectors of which one has only a model",
    resources: [warehouse, webhook, people],
    message:
      'aisquared.Connector "webhook": nothing in this stack uses this connector; use it as destinationId of a sync',
  },
  {
    rule: "flows",
    what: "a warehouse's data on a host, through a model",
    resources: syncStack(),
    config: {
      forbidden: [{ from: { hosts: ["odoo.example.com"] }, to: { hosts: ["hooks.*"] } }],
    },
    message:
      'aisquared.Sync "hook": destinationId: data must not flow here: aisquared.Connector "warehouse" → aisquared.Model "people" → aisquared.Sync "hook" → aisquared.Connector "webhook" (see forbidden[0])',
  },
  {
    rule: "schedules",
    what: "a sync at a short interval",
    resources: syncStack({ scheduleType: "interval", syncInterval: 5, syncIntervalUnit: "minutes" }),
    message: 'aisquared.Sync "hook": syncInterval: runs as often as every 5 minutes',
  },
  {
    rule: "schedules",
    what: "a sync with a frequent cron expression",
    resources: syncStack({ scheduleType: "cron_expression", cronExpression: "*/10 * * * *" }),
    message: 'aisquared.Sync "hook": cronExpression: runs as often as every 10 minutes',
  },
  {
    rule: "schedules",
    what: "a sync that somebody starts, where that is not allowed",
    resources: syncStack(),
    config: { allowNone: false },
    message:
      'aisquared.Sync "hook": scheduleType: "manual" is not allowed; set a schedule such as "cron_expression"',
  },
  {
    rule: "personal-columns",
    what: "by the name of a column",
    resources: syncStack({ configuration: [mapping("id", "id"), mapping("CustomerEMail", "contact")] }),
    message:
      'aisquared.Sync "hook": configuration[1].from: column "CustomerEMail" seems to have personal data; remove the mapping, or allow it with exceptColumns',
  },
  {
    rule: "personal-columns",
    what: "by a part of the path where it goes to",
    resources: syncStack({ configuration: [mapping("c7", "properties.address.city")] }),
    message: 'configuration[0].to: column "properties.address.city" seems to have personal data',
  },
  {
    rule: "personal-columns",
    what: "in a template",
    resources: syncStack({
      configuration: [mapping("Dear {{ last_name | upcase }}", "text", { mapping_type: "template" })],
    }),
    message: 'configuration[0].from: column "last_name" seems to have personal data',
  },
  {
    rule: "personal-columns",
    what: "in the older form of mappings",
    resources: syncStack({ configuration: { id: "id", dob: "data.d" } }),
    message: 'configuration.dob: column "dob" seems to have personal data',
  },
  {
    rule: "personal-columns",
    what: "by a pattern of one's own",
    resources: syncStack({ configuration: { id: "id", badge: "badge" } }),
    config: { patterns: ["badge*"] },
    message: 'configuration.badge: column "badge"',
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
  {
    rule: "uses",
    what: "connectors with a model and a sync",
    resources: syncStack(),
  },
  {
    rule: "flows",
    what: "a warehouse's data where that is allowed",
    resources: syncStack(),
    config: {
      forbidden: [{ from: { hosts: ["odoo.example.com"] }, to: { types: ["Salesforce*", "pinecone"] } }],
    },
  },
  {
    rule: "schedules",
    what: "a sync by the hour",
    resources: syncStack({ scheduleType: "interval", syncInterval: 1, syncIntervalUnit: "hours" }),
    config: { required: true, allowNone: false, minMinutes: 60 },
  },
  {
    rule: "personal-columns",
    what: "columns without personal data, and a fixed value that only looks like one",
    resources: syncStack({
      configuration: [
        mapping("order_id", "properties.order_id"),
        mapping("language", "page"),
        mapping("email", "channel", { mapping_type: "static" }),
      ],
    }),
  },
  {
    rule: "personal-columns",
    what: "a column that is excepted",
    resources: syncStack({ configuration: { name: "company.name", id: "id" } }),
    config: { exceptColumns: ["company.name"] },
  },
];
