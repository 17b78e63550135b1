// The process in which verbs are measured: `node verbs-process.mjs <folder>` prints the results as JSON. The folder gets the data of the
// sandbox's platforms. Each request is sent there once, before anything is measured; afterwards its response is replayed, so that only
// the provider's own work is measured.
import { createRequire } from "node:module";
import { join } from "node:path";
import sandbox from "../../sandbox/dist/index.js";
import { readCatalog, readReference } from "../catalog.mjs";
import { root } from "../setup.mjs";
import { exampleArguments } from "./example-arguments.mjs";
import { Replay } from "./replay.mjs";

const fromProvider = createRequire(join(root, "provider", "dist", "index.js"));
const connectors = fromProvider("./index.js");
const pulumi = fromProvider("@pulumi/pulumi");
const { kinds } = fromProvider("./kinds.js");
const { provider } = fromProvider("./lifecycle/provider.js");

const [, , folder] = process.argv;
const [warmUp, runs] = [40, 100];

const replay = new Replay(fromProvider("undici"));
const platforms = await sandbox.startPlatforms(folder);
Object.assign(process.env, platforms.env);

/** The inputs that a program's resource sends to the engine. */
let registered;
await pulumi.runtime.setMocks({
  newResource: ({ name, inputs }) => {
    registered = inputs;
    return { id: name, state: inputs };
  },
  call: () => ({}),
});

async function inputsOf(kind, name, args) {
  const [platform, className] = kind.split(".");
  const { urn } = new connectors[platform][className](name, args);
  await new Promise((resolve) => urn.apply(resolve));
  return registered;
}

function verbsOf(kind) {
  const verbs = provider(
    kinds.find((definition) => definition.kind === kind),
    undefined,
    () => undefined,
  );
  void verbs.configure({ config: { get: () => undefined } });
  return verbs;
}

/** Calls a verb again and again. @returns the milliseconds of CPU time of one call. */
async function time(verb) {
  for (let run = 0; run < warmUp; run++) await verb();
  const before = process.cpuUsage();
  for (let run = 0; run < runs; run++) await verb();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / runs;
}

async function measure(kind, name, args) {
  const verbs = verbsOf(kind);
  const given = plain(await inputsOf(kind, name, args));
  const checked = () => verbs.check({}, given);
  const { inputs: marked, failures } = await checked();
  if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join("\n"));
  const inputs = plain(marked);
  const { id, outs } = await verbs.create(inputs);
  const state = plain(outs);
  const calls = {
    check: () => verbs.check(inputs, inputs),
    diff: () => verbs.diff(id, state, inputs),
    create: () => verbs.create(inputs),
    read: () => verbs.read(id, state),
    update: () => verbs.update(id, state, inputs),
    delete: () => verbs.delete(id, state),
  };
  const times = {};
  for (const [verb, call] of Object.entries(calls)) times[verb] = await time(call);
  replay.forget();
  return times;
}

/** The fields as the host receives them from the engine: without the marks of secrets, and without undefined values. */
function plain(fields) {
  return JSON.parse(JSON.stringify(fields), (_, value) =>
    value?.["4dabf18193072939515e22adb298388d"] === undefined ? value : value.value,
  );
}

const collection = await collectionId();
const catalog = (await readCatalog(join(root, "provider", "catalog"))).flatMap(
  ({ platform, role, entries }) => entries.map(([type, schema]) => ({ platform, role, type, schema })),
);

async function measureType({ platform, role, type, schema }) {
  const reference = (await readReference(platform)).roles[role];
  const values = { "collection.readableId": collection };
  const args = exampleArguments(reference.arguments, type, role, schema, values);
  return await measure(`${platform}.${reference.class}`, `${type}-${role}`, args);
}

// The first types would pay for the compilation of what all share.
for (const type of catalog.slice(0, 5)) await measureType(type);
const results = {};
for (const entry of catalog) {
  results[`${entry.platform} ${entry.role} ${entry.type}`] = await measureType(entry);
}
await platforms.stop();
console.log(JSON.stringify(results));

/** Makes the collection that sources of Airweave need. @returns the id by which they name it. */
async function collectionId() {
  const verbs = verbsOf("airweave.Collection");
  const given = await inputsOf("airweave.Collection", "collection", {});
  const { inputs } = await verbs.check({}, plain(given));
  const { outs } = await verbs.create(plain(inputs));
  return plain(outs).readableId;
}
