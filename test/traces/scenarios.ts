import type { Outcome, TestStack } from "../harness";

/** The provider's objects: outputs by id. */
export type Remote = Record<string, { config: Record<string, unknown> }>;

/** A recorded operation. All run in order on one stack. */
export interface Scenario {
  /** The recording, `test/fixtures/engine-traces/<name>.json`. */
  readonly name: string;
  /** The new program, as JavaScript with `Thing` and `pulumi`. Default: unchanged. */
  readonly program?: string;
  /** Changes the objects outside Pulumi first. */
  readonly meanwhile?: (remote: Remote) => void;
  readonly operation: (stack: TestStack) => Promise<Outcome>;
}

/** The beginning of every program. */
export const programHeader = `
const pulumi = require("@pulumi/pulumi");
class Thing extends pulumi.CustomResource {
  constructor(name, inputs, options) {
    const __provider = 'exports.handler = () => require("tprov/thing.js");';
    const outputs = { createdAt: undefined, updatedAt: undefined };
    super("pulumi-nodejs:dynamic/unstructured:Thing", name, { __provider, ...outputs, ...inputs }, options);
  }
}
`;

const a = (name: string, type: string, url: string, secret: string): string =>
  `const a = new Thing("a", { type: "${type}", name: "${name}", config: { remote_url: "${url}", secret: pulumi.secret("${secret}") } });`;
const b = `const b = new Thing("b", {
  type: "gcs", name: pulumi.interpolate\`b-of-\${a.id}\`, config: { src: a.id, created: a.createdAt } });`;
const ids = "exports.a = a.id; exports.b = b.id;";

const first = `${a("a", "s3", "s3://x", "hunter2")} ${b} ${ids} exports.cfg = a.config;`;
const changed = `${a("a2", "s3", "s3://y", "hunter3")} ${b} ${ids}`;
const replaced = a("a2", "azure", "s3://y", "hunter3");
const invalid = `new Thing("a", { type: "bad", name: "a2", config: {} });`;
const p = (config: string): string => `new Thing("p", { type: "s3", name: "p", config: ${config} });`;

const preview = (stack: TestStack): Promise<Outcome> => stack.preview();
const up = (stack: TestStack): Promise<Outcome> => stack.up();
const upWithRefresh = (stack: TestStack): Promise<Outcome> => stack.up({ refresh: true });
const refresh = (stack: TestStack): Promise<Outcome> => stack.refresh();
const destroy = (stack: TestStack): Promise<Outcome> => stack.destroy();

/** Reconstructed from the recorded requests and their descriptions. */
export const scenarios: readonly Scenario[] = [
  { name: "01-preview-create", program: first, operation: preview },
  { name: "02-up-create", operation: up },
  { name: "03-up-noop", operation: up },
  { name: "04-preview-update", program: changed, operation: preview },
  { name: "05-up-update", operation: up },
  { name: "06-preview-replace", program: `${replaced} ${b} ${ids}`, operation: preview },
  { name: "07-up-replace", operation: up },
  {
    name: "08-refresh-drift",
    meanwhile: (remote) => Object.assign(remote["id-3"]?.config ?? {}, { remote_url: "s3://drifted" }),
    operation: refresh,
  },
  { name: "09-up-after-drift", operation: up },
  { name: "10-up-refresh-gone", meanwhile: (remote) => delete remote["id-2"], operation: upWithRefresh },
  { name: "11-up-remove", program: replaced, operation: up },
  { name: "12-preview-checkfail", program: invalid, operation: preview },
  { name: "13-up-checkfail", operation: up },
  {
    name: "14-up-createfail",
    // Depends on `a`, because whether the engine still processes a resource while another fails is a race.
    program: `${replaced} a.id.apply(() => new Thing("c", { type: "s3", name: "c", config: { fail: "create" } }));`,
    operation: up,
  },
  { name: "15-up-remove-all", program: "", operation: up },
  { name: "16-up-partial", program: p('{ fail: "partial" }'), operation: up },
  { name: "17-up-partial-again", program: p("{}"), operation: up },
  { name: "18-up-none", program: "", operation: up },
  { name: "19-up-create2", program: first, operation: up },
  {
    name: "20-up-dbr",
    program: `const a = new Thing("a", { type: "s3", name: "dbr", config: {} }); ${b}`,
    operation: up,
  },
  { name: "21-up-get", program: `new Thing("g", {}, { id: "id-1" });`, operation: up },
  {
    name: "22-up-ignore0",
    program: `new Thing("a", { type: "s3", name: "a8", config: { v: 1 } }, { protect: true });`,
    operation: up,
  },
  {
    name: "23-up-ignore",
    program: `new Thing("a", { type: "s3", name: "a9", config: { v: 2 } }, { protect: true, ignoreChanges: ["config"] });`,
    operation: up,
  },
  { name: "24-destroy-protected", operation: destroy },
  {
    name: "25-up-alias",
    program: `new Thing("renamed", { type: "s3", name: "a8", config: { v: 1 } }, { aliases: [{ name: "a" }] });`,
    operation: up,
  },
  { name: "26-destroy", operation: destroy },
];
