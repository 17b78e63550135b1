import type { ObjectClient } from "../client/object-client";
import type { ResourceDefinition } from "../definition/definition";
import { handlingOptions } from "../definition/options";
import { testDueKey } from "../definition/state-keys";
import { testOutput, type ConnectionTest } from "../definition/verification";
import { ConnectorsError } from "../errors/connectors-error";
import { resolveSettings, type ConfigReader } from "../settings/settings";
import { omit, type Fields } from "../values/fields";
import { testInputs, testObject } from "./connection-test";
import { isOpenCreate } from "./open-create";
import { PartialFailure } from "./partial-failure";
import { withOutputs, type Written } from "./written";

/**
 * Runs a write together with the connection test that the program or the settings ask for, before or after it. The outputs get the outcome,
 * or null where there was no test. A test never undoes a write, nor has it sent again.
 *
 * @param inputs What is written.
 * @param isWrite False if nothing is sent to the platform, but a test is due.
 * @throws ConnectorsError if the test must succeed and did not: before the write; PartialFailure if after it. Otherwise what the write throws.
 */
export async function verifying(
  client: ObjectClient,
  verb: "create" | "update",
  inputs: Fields,
  write: () => Promise<Written>,
  isWrite = true,
): Promise<Written> {
  const { verification } = client.definition;
  if (verification === undefined) return await write();
  const verify = handlingOptions(inputs).verify ?? client.account.verify;
  if (verify === "off") return isWrite ? await withOutputs(write, untested) : await write();
  const test = await verification();
  if (test.of === "inputs") {
    const outcome = await testInputs(client, test, inputs, verb);
    if (verify === "fail" && outcome.status !== "succeeded") {
      const { code, message } = failureOf(client, verb, outcome);
      throw new ConnectorsError(code, `${message}; nothing was ${verb}d`);
    }
    warn(client, outcome);
    return await withOutputs(write, (outs) => ({ ...outs, [testOutput]: outcome }));
  }
  const { id, outs } = await withOutputs(write, verify === "fail" ? due : untested);
  const outcome = await testObject(client, test, id, outs);
  const tested = { ...omit(outs, [testDueKey]), [testOutput]: outcome };
  if (verify === "fail" && outcome.status !== "succeeded") {
    const { code, message } = failureOf(client, verb, outcome);
    const state = verb === "create" ? "exists" : "is as the program says";
    const text = `${message}. The ${client.definition.noun} ${state}; the next \`pulumi up\` tests it again`;
    throw new PartialFailure(code, text, id, withDueTest(tested));
  }
  warn(client, outcome);
  return { id, outs: tested };
}

/** Whether the state has an object whose connection test must still succeed, if the program or the settings say that it must. */
export function isTestDue(
  { platform, verification }: ResourceDefinition,
  config: ConfigReader,
  olds: Fields,
  news: Fields,
): boolean {
  if (verification === undefined || !hasDueTest(olds)) return false;
  const { verify, account } = handlingOptions(news);
  return (verify ?? resolveSettings(platform, config, account).verify) === "fail";
}

/** Whether the connection is to be tested even if nothing is written. */
export function hasDueTest(olds: Fields): boolean {
  return olds[testDueKey] === true;
}

/** The outputs of an object whose connection is to be tested even if nothing is written. */
export function withDueTest(outputs: Fields): Record<string, unknown> {
  return { ...outputs, [testDueKey]: true };
}

function untested(outs: Fields): Record<string, unknown> {
  return { ...omit(outs, [testDueKey]), [testOutput]: null };
}

/** A write that is not completed leaves the test to the next one. There is nothing to test where there is no object. */
function due(outs: Fields): Record<string, unknown> {
  return isOpenCreate(outs) ? untested(outs) : withDueTest(untested(outs));
}

function warn(client: ObjectClient, outcome: ConnectionTest): void {
  if (outcome.status !== "succeeded") client.say(textOf(client, outcome));
}

function failureOf(client: ObjectClient, verb: string, outcome: ConnectionTest): ConnectorsError {
  const { noun } = client.definition;
  const toDo =
    outcome.status === "failed"
      ? `correct the ${noun} in the program, or the system that it connects to`
      : 'to go on without knowing, use the resource option `verify: "warn"`';
  return new ConnectorsError(
    "PC_CONNECTION_TEST_FAILED",
    `${client.subject}: ${verb} failed: ${textOf(client, outcome)}; ${toDo}`,
  );
}

function textOf({ definition: { platform } }: ObjectClient, { status, message }: ConnectionTest): string {
  const because = message === null ? "" : ` (${message})`;
  return status === "failed"
    ? `the connection test of ${platform.title} failed${because}`
    : `the outcome of the connection test of ${platform.title} is not known${because}`;
}
