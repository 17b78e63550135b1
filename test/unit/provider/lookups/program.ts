import { jest } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import type { CodedError } from "../../../../provider/src";

/** A program on an engine, as far as lookups notice it: with settings, and not under mocks. */
export function withSettings(settings: Readonly<Record<string, string>>, isPreview = false): void {
  pulumi.runtime.setAllConfig({ ...settings });
  jest.spyOn(pulumi.runtime, "getEngine").mockReturnValue({} as never);
  jest.spyOn(pulumi.runtime, "isDryRun").mockReturnValue(isPreview);
}

/** What an output turns out to be. */
export async function endOf<Value>(
  output: pulumi.Output<Value>,
): Promise<{ readonly value: Value | undefined; readonly isKnown: boolean; readonly isSecret: boolean }> {
  const details = output as unknown as {
    promise(): Promise<Value | undefined>;
    readonly isKnown: Promise<boolean>;
    readonly isSecret: Promise<boolean>;
  };
  const value = await details.promise();
  return { value, isKnown: await details.isKnown, isSecret: await details.isSecret };
}

/** The message and the code of the error with which a lookup fails. */
export async function failure(lookup: Promise<unknown>): Promise<string> {
  const error = await lookup.then(
    () => undefined,
    (reason: unknown) => reason as CodedError,
  );
  if (error === undefined) throw new Error("expected a failure");
  if (!pulumi.RunError.isInstance(error) || error.stack !== "") throw new Error("Pulumi would print a stack");
  return error.message;
}
