import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "@jest/globals";
import { Progress, type Wait } from "../../../../provider/src/client/progress";
import { instant } from "../../../../provider/src/values/time";
import { repository } from "../../../harness/project";
import { SkippingClock } from "../../../harness/skipping-clock";

describe("the progress of an account", () => {
  let clock: SkippingClock;
  let progress: Progress;
  let startedAt: number;
  /** The lines, with the second of each. */
  let lines: [number, string][];

  beforeEach(() => {
    clock = new SkippingClock();
    startedAt = clock.now();
    lines = [];
    progress = new Progress(clock, (line) => lines.push([(clock.now() - startedAt) / 1000, line]));
  });

  /** Waits for some seconds, for a reason. */
  const waitFor = (subject: string, seconds: number, reason = "for a job"): Promise<void> => {
    const since = clock.now();
    const wait = (): Wait => ({
      reason,
      text: `waiting ${reason} (${(clock.now() - since) / 1000} s)`,
      since,
      until: since + seconds * 1000,
    });
    return progress.during({ subject: () => subject, wait }, () => clock.sleep(seconds * 1000));
  };
  const times = (): number[] => lines.map(([seconds]) => seconds);

  it("is told after five seconds, then less and less often", async () => {
    await waitFor("a.Job", 300);
    expect(times()).toEqual([5, 20, 50, 110, 170, 230, 290]);
    expect(lines[1]).toEqual([20, `a.Job: waiting for a job (20 s) until ${instant(startedAt + 300_000)}`]);
  });

  it("is not told of what ends within five seconds, however many there are", async () => {
    for (let index = 0; index < 20; index++) await waitFor(`job ${index}`, 4);
    expect(lines).toEqual([]);
  });

  it("has one line for all that wait for one reason, with the first of them and the latest end", async () => {
    const waits = Array.from({ length: 300 }, (_, index) => waitFor(`job ${index}`, 30 + index / 100));
    await Promise.all([...waits, waitFor("another", 30, "for a login")]);
    const until = (seconds: number): string => `until ${instant(startedAt + seconds * 1000)}`;
    expect(lines).toEqual([
      [5, `job 0 and 299 more: waiting for a job (5 s) ${until(32.99)}`],
      [5, `another: waiting for a login (5 s) ${until(30)}`],
      [20, `job 0 and 299 more: waiting for a job (20 s) ${until(32.99)}`],
      [20, `another: waiting for a login (20 s) ${until(30)}`],
    ]);
  });

  it("keeps its intervals while one object after the other waits, and begins anew after a minute of peace", async () => {
    for (let index = 0; index < 10; index++) await waitFor(`job ${index}`, 10);
    expect(times()).toEqual([5, 25, 55]);
    await clock.sleep(70_000);
    await waitFor("late", 10);
    expect(times()).toEqual([5, 25, 55, 175]);
  });

  it("has no end where none is known, and no line for what is nothing to wait for", async () => {
    const since = clock.now();
    let wait: Wait | undefined;
    const waiter = { subject: () => "a.Job", wait: () => wait };
    await progress.during(waiter, async () => {
      await clock.sleep(60_500);
      wait = { reason: "a turn", text: "waiting for a turn", since };
      await clock.sleep(2_000);
    });
    expect(lines).toEqual([[61, "a.Job: waiting for a turn"]]);
  });

  it("ends with the operation, also with one that fails", async () => {
    const wait = (): Wait => ({ reason: "x", text: "x", since: startedAt });
    const failing = progress.during({ subject: () => "a.Job", wait }, () => Promise.reject(new Error("no")));
    await expect(failing).rejects.toThrow("no");
    await clock.sleep(60_000);
    expect(lines).toEqual([]);
  });

  it("keeps no process alive", () => {
    const module = JSON.stringify(join(repository, "provider", "dist", "http", "clock.js"));
    const program = `require(${module}).systemClock.sleepInBackground(1e9);`;
    expect(spawnSync(process.execPath, ["-e", program], { timeout: 60_000 })).toMatchObject({ status: 0 });
  });
});
