import type * as index from "./index";
import type * as eager from "./lazy-index";

// What programs load: the exports of index.ts, with each platform loaded when it is first used. An `import` of Node uses all of them.

export { fromEnv } from "./program/from-env";
export { otherType } from "./program/other-type";
export { isConnectorsError } from "./errors/connectors-error";

/* eslint-disable @typescript-eslint/no-require-imports -- an import would load it at once */
const platforms: Record<Exclude<keyof typeof index, keyof typeof eager>, () => unknown> = {
  airweave: () => require("./platforms/airweave") as unknown,
  aisquared: () => require("./platforms/aisquared") as unknown,
  unstructured: () => require("./platforms/unstructured") as unknown,
};

// Node finds the names for an `import` by parsing this file, which such assignments need.
/* eslint-disable-next-line @typescript-eslint/no-unsafe-member-access -- `exports` has no type */
exports.airweave = exports.aisquared = exports.unstructured = undefined;

for (const [name, load] of Object.entries(platforms)) {
  Object.defineProperty(exports, name, { enumerable: true, get: load });
}
