const { dirname } = require("node:path");

/**
 * What the SDK loads to serialize closures and to find their packages, its Automation API, source maps, and zod's messages in other
 * languages: two thirds of its start. Providers by reference need none of it.
 */
const unneeded = [
  {
    in: /[\\/]@pulumi[\\/]pulumi([\\/]|$)/,
    ids: ["typescript", "@npmcli/arborist", "normalize-package-data"],
  },
  // Of every promise the SDK takes the stack; here it would be mapped to sources each time.
  { in: /[\\/]@pulumi[\\/]pulumi[\\/]cmd([\\/]|$)/, ids: ["source-map-support/register"] },
  { in: /[\\/]@pulumi[\\/]pulumi$/, ids: ["./automation"] },
  { in: /[\\/]zod[\\/]v4[\\/]core$/, ids: ["../locales/index.cjs"] },
];

/** Whether a module that is loaded from a folder may be left out. */
exports.isUnneeded = (id, folder) => unneeded.some((each) => each.ids.includes(id) && each.in.test(folder));

/** The same by the file that loads it. */
exports.isUnneededBy = (id, file) => exports.isUnneeded(id, dirname(file));

/** In place of a module that is left out: whoever needs it after all is told. */
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
