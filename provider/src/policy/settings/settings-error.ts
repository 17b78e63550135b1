import { ConnectorsRunError } from "../../program/errors";

/** The error for settings of rules that cannot be meant. Its stack is its message: it stands in the user's own lines, and engines print it. */
export function settingsError(problems: readonly string[]): Error {
  const error = new ConnectorsRunError("PC_POLICY_SETTING", problems.join("\n"));
  error.stack = error.message;
  return error;
}
