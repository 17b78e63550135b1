/**
 * Preloaded into the programs and provider hosts of tests, so that the SDK skips modules that it does not need. On the pulumi CLI, and in
 * tests that start the command line without it, everything is loaded.
 */
const Module = require("node:module");
const { isUnneededBy, standIn } = require("./unneeded");

const load = Module._load;

Module._load = function (id, parent, ...rest) {
  return isUnneededBy(id, parent?.filename ?? "") ? standIn(id) : load.call(this, id, parent, ...rest);
};
