/**
 * Loaded into programs and provider hosts of tests before the SDK, without what it does not need. Tests that start the command line
 * without this, and all on the real CLI, load everything as it is.
 */
const Module = require("node:module");
const { isUnneededBy, standIn } = require("./unneeded");

const load = Module._load;

Module._load = function (id, parent, ...rest) {
  return isUnneededBy(id, parent?.filename ?? "") ? standIn(id) : load.call(this, id, parent, ...rest);
};
