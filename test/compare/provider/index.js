// A provider whose ids consist of the resource and a count per resource, so that they are the same on every engine, in any order.
// COMPARED_OBJECTS is the folder with a counter file for each resource.
const { existsSync, readFileSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");

function nextId(name) {
  const path = join(process.env.COMPARED_OBJECTS, name);
  const count = (existsSync(path) ? Number(readFileSync(path, "utf8")) : 0) + 1;
  writeFileSync(path, String(count));
  return `${name}-${count}`;
}

const differs = (left, right) => JSON.stringify(left) !== JSON.stringify(right);

module.exports = {
  check: async (_olds, news) => ({ inputs: news, failures: [] }),

  diff: async (_id, olds, news) => {
    const keys = ["kind", "value", "refs"].filter((key) => differs(olds[key], news[key]));
    return {
      changes: keys.length > 0,
      replaces: keys.filter((key) => key === "kind" || (key === "refs" && news.replacedByRefs)),
      deleteBeforeReplace: news.deleteBeforeReplaceInDiff,
    };
  },

  create: async (inputs) => {
    const id = nextId(inputs.name);
    return { id, outs: { ...inputs, createdAs: id } };
  },
  update: async (_id, olds, news) => ({ outs: { ...news, createdAs: olds.createdAs } }),
  read: async (id, props) => ({ id, props }),
  delete: async () => undefined,
};
