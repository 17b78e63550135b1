// The provider of the recordings: `tprov/thing.js` in the program's node_modules.
// Its objects are in the file TRACED_REMOTE, `{ made, objects: { <id>: outputs } }`, where tests can change them.
const { existsSync, readFileSync, writeFileSync } = require("node:fs");

const file = process.env.TRACED_REMOTE;

function load() {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : { made: 0, objects: {} };
}

function change(edit) {
  const remote = load();
  const result = edit(remote);
  writeFileSync(file, JSON.stringify(remote));
  return result;
}

const inputsOf = ({ type, name, config }) => ({ type, name, config });

module.exports = {
  check: async (_olds, news) => ({
    inputs: news,
    failures: news.type === "bad" ? [{ property: "type", reason: "unknown type bad" }] : [],
  }),

  diff: async (_id, olds, news) => ({
    changes: JSON.stringify(inputsOf(olds)) !== JSON.stringify(inputsOf(news)),
    replaces: olds.type === news.type ? [] : ["type"],
    deleteBeforeReplace: news.name === "dbr",
  }),

  create: async (inputs) => {
    if (inputs.config.fail === "create") throw new Error("create refused by server");
    const outs = { ...inputs, createdAt: "t0" };
    const id = change((remote) => {
      const next = `id-${++remote.made}`;
      remote.objects[next] = outs;
      return next;
    });
    if (inputs.config.fail === "partial") {
      const reasons = ["connection check failed"];
      throw Object.assign(new Error("created but not ready"), { id, properties: outs, reasons });
    }
    return { id, outs };
  },

  update: async (id, olds, news) => {
    const outs = { ...news, createdAt: olds.createdAt, updatedAt: "t1" };
    change((remote) => (remote.objects[id] = outs));
    return { outs };
  },

  read: async (id) => {
    const props = load().objects[id];
    return props === undefined ? {} : { id, props, inputs: inputsOf(props) };
  },

  delete: async (id) => change((remote) => delete remote.objects[id]),
};
