// Every platform, with its types. A new one is its folder, a line here and two in lazy-index.ts, which programs load; see CONTRIBUTING.md.
export import airweave = require("./platforms/airweave");
export import aisquared = require("./platforms/aisquared");
export import unstructured = require("./platforms/unstructured");

export { fromEnv, type FromEnv } from "./program/from-env";
export { otherType, type OtherType } from "./program/other-type";
export { isConnectorsError, type CodedError } from "./errors/connectors-error";
export type { ErrorCode } from "./errors/codes";
export type { Inputs } from "./program/inputs";
export type { LastRun, Run, RunStatus, WaitFor } from "./definition/runs";
export type { ConnectionTest, Verify } from "./definition/verification";
export type {
  Criterion,
  ForceDelete,
  GetOptions,
  KnownByName,
  ManagedOptions,
  ObjectOptions,
} from "./program/options";
