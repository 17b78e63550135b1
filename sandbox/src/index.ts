export { aisquaredApp, type AisquaredOptions } from "./platforms/aisquared/app";
export { startPlatforms, type PlatformOptions, type Platforms } from "./platforms/platforms";
export { airweaveApp, type AirweaveOptions } from "./platforms/airweave/app";
export { unstructuredApp, type UnstructuredOptions } from "./platforms/unstructured/app";
export { fileLog, type LoggedRequest, type RequestLog } from "./platforms/request-log";
