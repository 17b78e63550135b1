import type { TestOfInputs, Verdict } from "../../definition/verification";
import { fieldsAt, isFields } from "../../values/fields";
import { problem } from "./api";

/**
 * The test of a configuration that need not be stored. It needs the secrets themselves.
 * Source: docs/contracts/aisquared.md, section 5.
 */
export const checkConnection: TestOfInputs = {
  of: "inputs",
  request: ({ connectorType: type, connectorName: name, configuration: connection_spec }) => ({
    method: "POST",
    path: "connector_definitions/check_connection",
    body: { type, name, connection_spec },
    isIdempotent: true,
  }),
  failures: [400],
  verdict,
};

function verdict(body: unknown): Verdict | undefined {
  if (!isFields(body)) return undefined;
  // Some of the server's clients do not report that they cannot connect, but raise an exception. Its body has a list; that of a request that
  // the server does not understand, such as one for a system that is not enabled, has an object.
  if (Array.isArray(body.errors)) {
    const reason = problem(body);
    return reason?.endsWith("Workspace not found") ? undefined : { succeeded: false, reason };
  }
  const { status, message } = fieldsAt(body, "connection_status");
  if (status !== "succeeded" && status !== "failed") return undefined;
  return { succeeded: status === "succeeded", reason: typeof message === "string" ? message : undefined };
}
