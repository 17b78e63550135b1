/**
 * A provider whose objects are files, so that they survive every kill, and which kills a process at a planned moment. Its folder has
 * `objects/<id>.json`, an optional `plan.json` that says when to kill which process, and the program's `program.pid`.
 */
export const filePlatform = `
const fs = require("fs");
const path = require("path");
const folder = process.env.FILE_PLATFORM;
const objects = path.join(folder, "objects");
let writes = 0;

function at(phase) {
  const planPath = path.join(folder, "plan.json");
  if (!fs.existsSync(planPath)) return;
  const plan = JSON.parse(fs.readFileSync(planPath, "utf8"));
  if (plan.write !== writes || plan.phase !== phase) return;
  fs.rmSync(planPath);
  const victims = {
    host: process.pid,
    engine: process.ppid,
    program: Number(fs.readFileSync(path.join(folder, "program.pid"), "utf8")),
  };
  process.kill(victims[plan.victim], "SIGKILL");
}

async function write(change) {
  writes++;
  at("before");
  const result = change();
  at("after");
  // The death of another process takes a moment to be noticed; pending work continues meanwhile.
  await new Promise((resolve) => setImmediate(resolve));
  return result;
}

module.exports = {
  async check(_olds, news) {
    return { inputs: news, failures: [] };
  },
  async diff(_id, olds, news) {
    return { changes: olds.value !== news.value };
  },
  async create(inputs) {
    const id = require("crypto").randomUUID();
    await write(() => fs.writeFileSync(path.join(objects, id + ".json"), JSON.stringify({ name: inputs.name })));
    return { id, outs: { ...inputs, createdAs: id } };
  },
  async update(id, olds, news) {
    await write(() => fs.writeFileSync(path.join(objects, id + ".json"), JSON.stringify({ name: news.name })));
    return { outs: { ...news, createdAs: olds.createdAs } };
  },
  async delete(id) {
    await write(() => fs.rmSync(path.join(objects, id + ".json"), { force: true }));
  },
  async read(id, props) {
    return fs.existsSync(path.join(objects, id + ".json")) ? { id, props } : {};
  },
};
`;

/** Twenty resources, each of which depends on one or two earlier ones. */
export const twentyResources = `
const pulumi = require("@pulumi/pulumi");
const fs = require("fs");
fs.writeFileSync(process.env.FILE_PLATFORM + "/program.pid", String(process.pid));
class Thing extends pulumi.CustomResource {
  constructor(name, inputs, options) {
    const __provider = 'exports.handler = () => require("file-platform");';
    super("pulumi-nodejs:dynamic/test:Thing", name, { createdAs: undefined, ...inputs, name, __provider }, options);
  }
}
const things = [];
for (let index = 0; index < 20; index++) {
  const needed = [things[index - 3], things[Math.floor(index / 2) - 1]].filter(Boolean);
  things.push(new Thing("thing-" + index, { value: needed.map((thing) => thing.createdAs) }));
}
`;
