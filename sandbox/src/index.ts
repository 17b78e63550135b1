export { aisquaredApp, type AisquaredOptions } from "./platforms/aisquared/app";
export { startPlatforms, type PlatformOptions, type Platforms } from "./serving/platforms";
export { airweaveApp, type AirweaveOptions } from "./platforms/airweave/app";
export { unstructuredApp, type UnstructuredOptions } from "./platforms/unstructured/app";
export { faultKinds, type Fault, type FaultKind } from "./serving/faults/fault";
export { listedFaults, type FaultRule, type FaultSchedule } from "./serving/faults/schedule";
export { seededFaults, type SeededFaults } from "./serving/faults/seeded";
export { fileLog, type LoggedFault, type LoggedRequest, type RequestLog } from "./serving/request-log";
