/**
 * Loaded into programs and provider hosts of tests before the SDK, of whose start it spares two thirds: what the SDK loads to
 * serialize closures and to find their packages, its Automation API, source maps, and zod's messages in other languages. Providers by reference need none
 * of it; whoever does is told. Tests that start the command line without this, and all on the real CLI, load everything as it is.
 */
const Module = require("node:module");

/** By who loads it. */
const unneeded = [
  { by: /[\\/]@pulumi[\\/]pulumi[\\/]/, ids: ["typescript", "@npmcli/arborist", "normalize-package-data"] },
  // Of every promise the SDK takes the stack; here it would be mapped to sources each time.
  { by: /[\\/]@pulumi[\\/]pulumi[\\/]cmd[\\/]/, ids: ["source-map-support/register"] },
  { by: /[\\/]@pulumi[\\/]pulumi[\\/]index\.js$/, ids: ["./automation"] },
  { by: /[\\/]zod[\\/]v4[\\/]core[\\/]index\.cjs$/, ids: ["../locales/index.cjs"] },
];
const load = Module._load;

Module._load = function (id, parent, ...rest) {
  const from = parent?.filename ?? "";
  const isUnneeded = unneeded.some(({ by, ids }) => ids.includes(id) && by.test(from));
  return isUnneeded ? standIn(id) : load.call(this, id, parent, ...rest);
};

function standIn(id) {
  return new Proxy(
    {},
    {
      get(_target, key) {
        if (key === "__esModule" || typeof key === "symbol") return undefined;
        throw new Error(`${id}.${key}: test/harness/light-sdk.js leaves ${id} out`);
      },
    },
  );
}
