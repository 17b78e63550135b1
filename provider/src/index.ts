export * as airweave from "./platforms/airweave";
export * as aisquared from "./platforms/aisquared";
export * as unstructured from "./platforms/unstructured";
export { fromEnv, type FromEnv } from "./program/from-env";
export { otherType, type OtherType } from "./program/other-type";
export type { ForceDelete, GetOptions, Inputs, ResourceOptions } from "./program/resource";
