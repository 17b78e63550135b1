export * as airweave from "./airweave";
export * as aisquared from "./aisquared";
export * as unstructured from "./unstructured";
export type { ForceDelete, Inputs, ResourceOptions } from "./resource";
