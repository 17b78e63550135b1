export { aisquaredApp, type AisquaredOptions } from "./platforms/aisquared/app";
export { startPlatforms, type PlatformOptions, type Platforms } from "./platforms/platforms";
export { airweaveApp, type AirweaveOptions } from "./platforms/airweave/app";
export { unstructuredApp, type UnstructuredOptions } from "./platforms/unstructured/app";
export { faultKinds, type Fault, type FaultKind } from "./platforms/faults/fault";
export { listedFaults, type FaultRule, type FaultSchedule } from "./platforms/faults/schedule";
export { seededFaults, type SeededFaults } from "./platforms/faults/seeded";
export { fileLog, type LoggedFault, type LoggedRequest, type RequestLog } from "./platforms/request-log";
