/**
 * Loaded into programs and provider hosts of tests before the SDK, of whose start it spares more than half: what the SDK loads to
 * serialize closures and to find their packages. Providers by reference need neither; whoever does is told. Tests that start the command
 * line without this, and all on the real CLI, load the SDK as it is.
 */
const Module = require("node:module");

const unneeded = new Set(["typescript", "@npmcli/arborist"]);
const load = Module._load;

Module._load = function (id, parent, ...rest) {
  const bySdk = /[\\/]@pulumi[\\/]pulumi[\\/]/.test(parent?.filename ?? "");
  return bySdk && unneeded.has(id) ? standIn(id) : load.call(this, id, parent, ...rest);
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
