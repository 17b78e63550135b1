const { dirname } = require("node:path");

/**
 * Modules that take two thirds of the start-up time: for serializing closures and finding their packages, the Automation API, source maps,
 * and zod's translations. Providers by reference need none of them.
 */
const unneeded = [
  {
    in: /[\\/]@pulumi[\\/]pulumi([\\/]|$)/,
    ids: ["typescript", "@npmcli/arborist", "normalize-package-data"],
  },
  // The SDK captures a stack trace for every promise, and this would map each to sources.
  { in: /[\\/]@pulumi[\\/]pulumi[\\/]cmd([\\/]|$)/, ids: ["source-map-support/register"] },
  { in: /[\\/]@pulumi[\\/]pulumi$/, ids: ["./automation"] },
  { in: /[\\/]zod[\\/]v4[\\/]core$/, ids: ["../locales/index.cjs"] },
];

/** Whether a module required from a folder may be left out. */
exports.isUnneeded = (id, folder) => unneeded.some((each) => each.ids.includes(id) && each.in.test(folder));

/** Whether a module required by a file may be left out. */
exports.isUnneededBy = (id, file) => exports.isUnneeded(id, dirname(file));

/** Replaces a module that is left out. Throws if it is needed after all. */
exports.standIn = (id) =>
  new Proxy(
    {},
    {
      get(_target, key) {
        if (key === "__esModule" || typeof key === "symbol") return undefined;
        throw new Error(`${id}.${key}: test/harness/unneeded.js leaves ${id} out`);
      },
    },
  );
