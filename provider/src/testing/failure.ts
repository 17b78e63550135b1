import { RunError } from "@pulumi/pulumi";
import { isConnectorsError } from "../errors/connectors-error";
import { messageOf } from "../values/text";

/** An error of a program, in a line. One that is meant for users says itself what is wrong. */
export function describeFailure(error: unknown): string {
  const message = messageOf(error).trimEnd();
  if (isConnectorsError(error) || RunError.isInstance(error)) return message;
  const { name } = (error ?? {}) as { readonly name?: unknown };
  return `the program failed: ${typeof name === "string" && name !== "Error" ? `${name}: ` : ""}${message}`;
}
