import type { Fault, FaultRule } from "../../sandbox/src";
import { startTestPlatform, type TestPlatform } from "../harness/platform";
import { verbsOf, type Fields } from "../harness/verbs";
import { Dice } from "./dice";
import { skippingTime } from "./in-process";
import { runnables, type ListedRun, type Runnable, type RunnableName } from "./runnable";
import { SmallEngine } from "./small-engine";

/** What came of some schedules. */
export interface RunResults {
  readonly changes: number;
  readonly operations: number;
  /** Operations with faults that failed, and those of them that said of a run that it may have been started. */
  readonly failed: number;
  readonly unclear: number;
  /** How often each kind of fault has struck. */
  readonly struck: Readonly<Record<string, number>>;
  /** What should not be so; none if all is well. */
  readonly problems: readonly string[];
}

/** Longer than anything lasts that one operation could leave to the next; AI Squared takes five logins in 20 s. */
const betweenOperations = 60_000;
const timeouts = [300, 60, 20] as const;
const names = Object.keys(runnables) as [RunnableName, ...RunnableName[]];

/**
 * Runs the schedules of some seeds in this process: each creates an object and changes it or its triggers a few times, and each change is
 * followed by operations in which the start of the run fails somehow, and then by one without faults. After that there must be one run for
 * each change.
 */
export async function runOnRuns(seeds: readonly string[]): Promise<RunResults> {
  const { random } = Math;
  const counts = { changes: 0, operations: 0, failed: 0, unclear: 0 };
  const struck: Record<string, number> = {};
  const problems: string[] = [];
  try {
    for (const seed of seeds) {
      // How long to wait before a repetition is drawn, too.
      Math.random = new Dice(`waits of ${seed}`).fraction;
      const dice = new Dice(seed);
      const name = dice.oneOf(names);
      const schedule = await Schedule.begin(name, dice);
      try {
        await schedule.run(1 + dice.from(1, 3));
      } finally {
        await schedule.end();
      }
      counts.changes += schedule.changes;
      counts.operations += schedule.operations;
      counts.failed += schedule.errors.length;
      counts.unclear += schedule.errors.filter((error) =>
        error.includes("may have been started nevertheless"),
      ).length;
      for (const kind of schedule.struck) struck[kind] = (struck[kind] ?? 0) + 1;
      problems.push(...schedule.problems.map((problem) => `FAULTS_SEED=${seed} (${name}): ${problem}`));
    }
  } finally {
    Math.random = random;
  }
  return { ...counts, struck, problems };
}

/** One object on one platform, and what is to happen to it. */
class Schedule {
  readonly problems: string[] = [];
  readonly errors: string[] = [];
  changes = 0;
  operations = 0;
  readonly #engine = new SmallEngine<RunnableName>();
  readonly #options: Fields;
  readonly #timeout: number;
  #inputs: (value: number) => Fields = () => ({});
  #value = 0;
  #trigger = 0;

  private constructor(
    private readonly name: RunnableName,
    private readonly dice: Dice,
    private readonly platform: TestPlatform,
  ) {
    this.#options = { run: "onChange", waitFor: dice.oneOf(["started", "finished"]) };
    this.#timeout = dice.oneOf(timeouts);
  }

  static async begin(name: RunnableName, dice: Dice): Promise<Schedule> {
    const { now, delay, later } = skippingTime;
    const platform = await startTestPlatform({ now }, runnables[name].platform, { delay, pass: later });
    const schedule = new Schedule(name, dice, platform);
    schedule.#inputs = await schedule.#kind.prepare(async (definition, inputs) => {
      await skippingTime.pass(betweenOperations);
      return (await verbsOf(definition, schedule.#config).create(inputs)).id;
    });
    return schedule;
  }

  end(): Promise<void> {
    return this.platform.stop();
  }

  get struck(): readonly string[] {
    return this.platform.log.flatMap(({ fault }) => (fault === undefined ? [] : [fault.kind]));
  }

  async run(changes: number): Promise<void> {
    const { dice, platform } = this;
    for (; this.changes < changes && this.problems.length === 0; this.changes++) {
      if (dice.hits(50)) this.#value++;
      else this.#trigger++;
      for (let left = dice.from(0, 2); left > 0; left--) {
        platform.setFaults(this.#rules());
        this.errors.push(...(await this.#up()));
        platform.setFaults();
        await platform.up();
        // A run that has ended meanwhile is not started again either.
        if (dice.hits(60)) await this.#ended();
      }
      const errors = await this.#up();
      if (errors.length > 0) this.problems.push(`the up without faults failed: ${errors.join()}`);
      platform.takeWrites();
      await this.#up();
      const writes = platform.takeWrites();
      if (writes.length > 0) this.problems.push(`not converged: ${writes.join()}`);
      const runs = await this.#ended();
      if (runs.length !== this.changes + 1) {
        this.problems.push(`${runs.length} runs after ${this.changes + 1} changes`);
      }
    }
  }

  get #kind(): Runnable {
    return runnables[this.name];
  }

  /** Another one for each operation, for hosts of one account share what they know. */
  get #config(): Readonly<Record<string, string>> {
    const { platform, definition } = this.#kind;
    const { settings } = definition.platform;
    const given = Object.entries(settings).flatMap(([key, { env }]) => {
      const value = this.platform.env[env];
      return value === undefined ? [] : [[`${platform}:${key}`, value] as const];
    });
    const seconds = (this.#timeout + ++this.operations / 1e6).toFixed(6);
    return { ...Object.fromEntries(given), [`${platform}:timeout`]: seconds };
  }

  /** @returns the errors. */
  async #up(): Promise<readonly string[]> {
    await skippingTime.pass(betweenOperations);
    const verbs = verbsOf(this.#kind.definition, this.#config);
    const inputs = {
      ...this.#inputs(this.#value),
      __options: { ...this.#options, triggers: [this.#trigger] },
    };
    const program = [{ key: "it", kind: this.name, references: {}, inputs: () => inputs }];
    const { errors } = await this.#engine.up(program, () => verbs);
    return errors;
  }

  /** The first starts fail, and perhaps lists of runs, too. */
  #rules(): readonly FaultRule[] {
    const { dice } = this;
    const start = { method: "POST", path: this.#kind.start };
    const listing = { method: "GET", path: /\/(jobs|sync_runs)\/?$/ };
    return [
      ...Array.from({ length: dice.from(1, 3) }, (_none, index) => ({
        ...start,
        ...{ fault: faultOf(dice), nth: index + 1 },
      })),
      ...(dice.hits(30) ? [{ ...listing, fault: faultOf(dice), nth: dice.from(1, 3) }] : []),
    ];
  }

  /** All runs, once they have ended: the next change is to find none that has not begun. */
  async #ended(): Promise<readonly ListedRun[]> {
    const [held] = this.#engine.held;
    if (held === undefined) return [];
    for (;;) {
      await skippingTime.pass(betweenOperations);
      const { status, body } = await this.platform.ask("GET", this.#kind.listPath(held.id));
      if (status !== 200) throw new Error(`the list of runs gave ${status}`);
      const runs = this.#kind.listed(body);
      if (runs.every(({ hasEnded }) => hasEnded)) return runs;
    }
  }
}

/** What hides whether a request was carried out, or how it ended. */
function faultOf(dice: Dice): Fault {
  return dice.oneOf<Fault>([
    { kind: "cut", when: "before" },
    { kind: "cut", when: "after" },
    { kind: "cut", when: "within" },
    { kind: "down", milliseconds: dice.from(100, 3000) },
    { kind: "status", status: dice.oneOf([500, 502, 504] as const), processed: dice.hits(60) },
    { kind: "status", status: dice.oneOf([429, 503] as const), retryAfter: dice.from(1, 3) },
    { kind: "body", is: dice.oneOf(["empty", "html", "incomplete", "wrong-type"] as const) },
    { kind: "hidden", requests: dice.from(1, 4) },
    {
      kind: "late",
      milliseconds: dice.from(1_000, 60_000),
      response: dice.oneOf<504 | "none">([504, "none"]),
    },
    { kind: "expired" },
  ]);
}
