import { isRequestFailure } from "../client/failure";
import type { ObjectClient } from "../client/object-client";
import type {
  ConnectionTest,
  StartedTest,
  TestOfInputs,
  TestOfObject,
  Verdict,
} from "../definition/verification";
import type { ApiResponse } from "../http/connection";
import { withValues } from "../secrets/references";
import type { Fields } from "../values/fields";
import { messageOf } from "../values/text";
import { timestamp } from "../values/time";
import { readAfterCreate } from "./read-after-create";

/** The pauses between two looks at a test, in milliseconds: the first; it doubles up to the longest. */
const firstPause = 250;
const longestPause = 10_000;
/** The part of an operation's time that a test gets in any case, however long the write took. */
const leastPart = 15;
/** How often a test is started because nobody can say how the one before it ended. */
const mostStarts = 3;
/** How often in a row a test that was started may not be there. */
const mostMissing = 5;

/**
 * Has the platform test what is about to be sent. The test takes no time from the write.
 *
 * @param verb Of the write.
 * @throws ConnectorsError only if a variable is not set, as the write would.
 */
export async function testInputs(
  client: ObjectClient,
  test: TestOfInputs,
  inputs: Fields,
  verb: "create" | "update",
): Promise<ConnectionTest> {
  const failed = (): string => `${client.subject}: ${verb} failed`;
  const request = withValues(inputs, failed, test.request);
  const outcome = await outcomeOf(client, test.failures, async () => {
    const { body } = await client.send("verify", request, { expected: test.failures ?? [] });
    return test.verdict(body) ?? "the response is not the outcome of a test";
  });
  client.deadline.leaveAtLeast(client.deadline.milliseconds);
  return outcome;
}

/**
 * Has the platform test an object, and waits for the outcome until the time limit of the operation.
 *
 * @param outputs Of the object: it may have been made only just now.
 * @returns the outcome. Never throws, for the object exists.
 */
export async function testObject(
  client: ObjectClient,
  test: TestOfObject,
  id: string,
  outputs: Fields,
): Promise<ConnectionTest> {
  const { account, deadline } = client;
  deadline.leaveAtLeast(deadline.milliseconds / leastPart);
  const since = account.clock.now();
  const reason = "waiting for the connection test";
  return await client.whileWaiting(
    () => ({ reason, text: reason, since, until: since + deadline.left() }),
    () => outcomeOf(client, [], () => new TestRun(client, test, id, outputs).verdict()),
  );
}

/** A test in progress. */
class TestRun {
  constructor(
    private readonly client: ObjectClient,
    private readonly test: TestOfObject,
    private readonly id: string,
    private readonly outputs: Fields,
  ) {}

  /** @returns what the platform says of our test; or why that is not known. */
  async verdict(): Promise<Verdict | string> {
    let reason = "";
    for (let starts = 0; starts < mostStarts; starts++) {
      const end = await this.#waitFor(await this.#start());
      if (!("again" in end)) return end.verdict;
      reason = end.again;
    }
    return reason;
  }

  async #start(): Promise<StartedTest> {
    const { client, test, id, outputs } = this;
    const request = test.start(id);
    const send = (): Promise<ApiResponse> => client.send("verify", request, { expected: [404] });
    const { status, body } = await readAfterCreate(send, outputs, client.account.clock);
    // Sent once more for the explanation.
    return test.fromResponse(status === 404 ? (await client.send("verify", request)).body : body);
  }

  /** @returns what became of the test; `again`, with the reason, if that is not to be had and another one may end better. */
  async #waitFor(
    started: StartedTest,
  ): Promise<{ readonly verdict: Verdict | string } | { readonly again: string }> {
    const { client, test, id } = this;
    if (started.id === undefined) return { again: "the response does not say which test was started" };
    let latest = started;
    let missing = 0;
    for (let pause = firstPause; ; pause = Math.min(2 * pause, longestPause)) {
      // An older test says nothing about what the object is now.
      if (latest.id === started.id && latest.verdict !== undefined) return { verdict: latest.verdict };
      if (latest.id !== started.id && isNewer(latest, started))
        return { again: "another test took its place" };
      const left = client.deadline.left();
      if (left <= 0) return { verdict: `it had not ended by the time limit of ${seconds(client)} s` };
      await client.account.clock.sleep(Math.min(pause, left));
      const { status, body } = await client.send("verify", test.read(id), {
        expected: missing < mostMissing ? [404] : [],
      });
      missing = status === 404 ? missing + 1 : 0;
      latest = test.fromResponse(body);
    }
  }
}

function seconds({ deadline }: ObjectClient): number {
  return deadline.milliseconds / 1000;
}

function isNewer(one: StartedTest, other: StartedTest): boolean {
  return timestamp(one.createdAt) > timestamp(other.createdAt);
}

/**
 * Runs a test.
 *
 * @param failures Statuses of failures with which the platform says that the connection failed.
 * @param run Results in what the platform says, or why that is not known.
 */
async function outcomeOf(
  client: ObjectClient,
  failures: readonly number[] = [],
  run: () => Promise<Verdict | string>,
): Promise<ConnectionTest> {
  const outcome = (status: ConnectionTest["status"], message: string | undefined): ConnectionTest => ({
    status,
    message: message ?? null,
    testedAt: new Date(client.account.clock.now()).toISOString(),
  });
  try {
    const end = await run();
    if (typeof end === "string") return outcome("unknown", end);
    return end.succeeded ? outcome("succeeded", undefined) : outcome("failed", client.said(end.reason));
  } catch (error) {
    const message = messageOf(error).replace(`${client.subject}: verify failed: `, "");
    if (!isRequestFailure(error)) return outcome("unknown", client.shown(message));
    const isVerdict = error.code === "PC_UPSTREAM_FAILED" && failures.includes(error.status ?? 0);
    return outcome(isVerdict ? "failed" : "unknown", message);
  }
}
