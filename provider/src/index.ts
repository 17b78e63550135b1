export * as unstructured from "./unstructured";
export type { Inputs, ResourceOptions } from "./resource";
