export { sandboxPlatforms } from "./serving/discovery";
export { faultKinds, type Fault, type FaultKind, type SeededFaultKind } from "./serving/faults/fault";
export { listedFaults, type FaultRule, type FaultSchedule } from "./serving/faults/schedule";
export { seededFaults, type SeededFaults } from "./serving/faults/seeded";
export { fileLog, type LoggedFault, type LoggedRequest, type RequestLog } from "./serving/request-log";
export type { SandboxPlatform } from "./serving/sandbox-platform";
export { startPlatforms, type Platforms, type PlatformsOptions } from "./serving/start-platforms";
