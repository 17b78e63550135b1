import type * as index from "./index";
import type * as eager from "./lazy-index";

// What `require("pulumi-connectors")` loads: the exports of index.ts, with each platform loaded when a program first uses it.

export { fromEnv } from "./program/from-env";
export { otherType } from "./program/other-type";
export { isConnectorsError } from "./errors/connectors-error";

/* eslint-disable @typescript-eslint/no-require-imports -- an import would load it at once */
const platforms: Record<Exclude<keyof typeof index, keyof typeof eager>, () => unknown> = {
  airweave: () => require("./platforms/airweave") as unknown,
  aisquared: () => require("./platforms/aisquared") as unknown,
  unstructured: () => require("./platforms/unstructured") as unknown,
};

for (const [name, load] of Object.entries(platforms)) {
  Object.defineProperty(exports, name, { enumerable: true, get: load });
}
