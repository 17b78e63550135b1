export * as airweave from "./airweave";
export * as aisquared from "./aisquared";
export * as unstructured from "./unstructured";
export { fromEnv, type FromEnv } from "./from-env";
export { otherType, type OtherType } from "./other-type";
export type { ForceDelete, GetOptions, Inputs, ResourceOptions } from "./resource";
