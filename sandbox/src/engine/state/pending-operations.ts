import type { PendingOperation } from "./checkpoint";

/** The warning about interrupted operations. Source: pulumi/pulumi, `printPendingOperationsWarning`. */
export function pendingOperationsWarning(operations: readonly PendingOperation[]): string {
  const list = operations.map(({ resource, type }) => `  * ${resource.urn}, interrupted while ${type}\n`);
  return `Attempting to deploy or update resources with ${operations.length} pending operations from previous deployment.\n${list.join("")}These resources are in an unknown state because the last operation was interrupted while it was waiting for changes to them to complete. Look on the platform whether these objects exist, then run \`refresh\`, which brings the state to what they are; \`refresh --clear-pending-creates\` also forgets what was interrupted while creating.`;
}
