const { createRequire, Module } = require("node:module");

/**
 * Parts of Pulumi's SDK that policies do not use: its Automation API, and what makes text of functions, for which it loads a compiler and a
 * package manager. They are two thirds of what @pulumi/policy takes to load. A release of the SDK that has them elsewhere loads them.
 */
const unused = ["automation/index.js", "runtime/closure/codePaths.js", "runtime/closure/serializeClosure.js"];

const { resolve } = createRequire(require.resolve("@pulumi/policy"));
for (const part of unused) {
  try {
    const file = resolve(`@pulumi/pulumi/${part}`);
    require.cache[file] ??= Object.assign(new Module(file), { filename: file, loaded: true });
  } catch {
    // Not there.
  }
}
