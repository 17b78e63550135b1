import { isRequestFailure } from "../client/failure";
import type { ObjectClient } from "../client/object-client";
import { isInProgress, type Job, type Runs } from "../definition/runs";
import type { ErrorCode } from "../errors/codes";
import { ConnectorsError, isConnectorsError } from "../errors/connectors-error";
import { Attempts } from "../http/attempts";
import type { ApiResponse } from "../http/connection";
import { messageOf } from "../values/text";
import { pausesWithin } from "./find-created";
import { mostLate } from "./open-create";

/** The pauses between two looks at a run, in milliseconds: the first; it doubles up to the longest. */
const firstPause = 250;
const longestPause = 10_000;
/** The part of an operation's time during which a run is looked for that the platform starts at once or never. */
const lookUpPart = 15;
/** The pauses between the first look-ups, as a part of that. */
const firstPausePart = 20;
/** How often in a row a run may not be listed. */
const mostMissing = 5;

/** A run with an id. */
export type StartedJob = Job & { readonly id: string };

/** What is known of an object's runs before one is started. */
export interface EarlierRuns {
  /** The newest one; null if there is none. Undefined if they could not be listed. */
  readonly after?: string | null;
  /** One in progress that began before the change, so that another one has to follow. */
  readonly older?: StartedJob;
}

/** Thrown if the platform may or may not have started a run. */
export class UnclearStart extends ConnectorsError {
  /** @param after As in EarlierRuns. */
  constructor(
    message: string,
    readonly after: string | null | undefined,
    code: ErrorCode = "PC_INDETERMINATE_RUN",
  ) {
    super(code, message);
  }
}

/** The runs of one object. Every method throws RequestFailure or ConnectorsError if the platform cannot be asked. */
export class ObjectRun {
  constructor(
    private readonly client: ObjectClient,
    private readonly runs: Runs,
    private readonly id: string,
  ) {}

  /** The latest runs, the newest first. */
  async latest(): Promise<readonly StartedJob[]> {
    const { client, runs, id } = this;
    const { status, body } = await client.send("run", runs.latest(id), { expected: [404] });
    const jobs = status === 404 ? [] : runs.jobs(body);
    if (jobs === undefined)
      throw new ConnectorsError("PC_NOT_THE_API", this.#failed("the response is not a list of runs"));
    return jobs.filter(hasId);
  }

  /**
   * Starts a run. One that the platform has started meanwhile counts as ours; a start of unknown outcome is looked for, and never sent a
   * second time.
   *
   * @throws UnclearStart if it is not found, and may still appear.
   */
  async start({ after, older }: EarlierRuns): Promise<StartedJob> {
    let ahead = older;
    for (let isSure = false; ;) {
      const waiting = ahead && (await this.#inProgress(ahead.id));
      // What has not begun will find the change.
      if (waiting?.status === "scheduled") return this.joined(waiting);
      if (waiting !== undefined && this.#busy.length > 0) await this.#makeWay(waiting);
      const sent = await this.#send(after, isSure ? [] : this.#busy);
      if (sent !== undefined) return sent;
      const active = (await this.latest()).find(isInProgress);
      if (active !== undefined && active.id !== ahead?.id) return this.joined(active);
      // It may have ended meanwhile; or the status means something else, which the next response explains.
      isSure = active === undefined;
      ahead = active;
    }
  }

  /** Says that a run in progress takes the place of a new one. */
  joined(job: StartedJob): StartedJob {
    if (isInProgress(job)) {
      this.client.say(`joins the run ${this.client.shown(job.id)}, which is in progress already`);
    }
    return job;
  }

  /**
   * The oldest of the runs that came after another one.
   *
   * @param after Undefined if it is not known: then one that is in progress.
   */
  async since(after: string | null | undefined): Promise<StartedJob | undefined> {
    const jobs = await this.latest();
    if (after === undefined) return jobs.find(isInProgress);
    const index = jobs.findIndex(({ id }) => id === after);
    return (index < 0 ? jobs : jobs.slice(0, index)).at(-1);
  }

  /**
   * Waits until a run has ended, or the time limit of the operation.
   *
   * @returns the run as it was last seen; if it has not ended, or that is not known, also why.
   */
  async end(job: StartedJob): Promise<{ readonly job: StartedJob; readonly because?: string }> {
    const { client } = this;
    const { account, deadline } = client;
    const since = account.clock.now();
    let latest = job;
    const waiting = `waiting for the run ${client.shown(job.id)}`;
    return await client.whileWaiting(
      () => ({
        reason: "waiting for runs",
        text: `${waiting} (${latest.status})`,
        since,
        until: account.clock.now() + deadline.left(),
      }),
      async () => {
        let missing = 0;
        for (let pause = firstPause; isInProgress(latest); pause = Math.min(2 * pause, longestPause)) {
          const left = deadline.left();
          if (left <= 0) {
            return { job: latest, because: `it had not ended by the time limit of ${seconds(client)} s` };
          }
          await account.clock.sleep(Math.min(pause, left));
          try {
            const listed = (await this.latest()).find(({ id }) => id === job.id);
            missing = listed === undefined ? missing + 1 : 0;
            latest = listed ?? latest;
          } catch (error) {
            if (!isConnectorsError(error)) throw error;
            return { job: latest, because: messageOf(error).replace(this.#failed(""), "") };
          }
          if (missing >= mostMissing) return { job: latest, because: "the platform does not list it" };
        }
        return { job: await this.#withDetails(latest) };
      },
    );
  }

  get #busy(): readonly number[] {
    return this.runs.busy ?? [];
  }

  #failed(text: string): string {
    return `${this.client.subject}: run failed: ${text}`;
  }

  /** @returns undefined if the platform has refused because another run is in progress. */
  async #send(
    after: string | null | undefined,
    expected: readonly number[],
  ): Promise<StartedJob | undefined> {
    const { client, runs, id } = this;
    const attempts = new Attempts();
    let response: ApiResponse;
    try {
      response = await client.send("run", runs.start(id), { expected, attempts });
    } catch (error) {
      if (!isRequestFailure(error)) throw error;
      if (error.outcome !== "indeterminate" && !attempts.isIndeterminate) throw error;
      // After a response of the API itself, even of a failure, nothing more happens.
      const mayBeLate = error.isRetryable;
      const found = await this.#find(after, mayBeLate);
      if (found !== undefined) return found;
      throw new UnclearStart(error.message, after, mayBeLate ? undefined : error.code);
    }
    if (response.status >= 300) return undefined;
    const started = runs.started(response.body);
    if (started !== undefined && hasId(started)) return started;
    const found = await this.#find(after, false);
    if (found !== undefined) return found;
    throw new UnclearStart(this.#failed("the run that was started is not listed"), after);
  }

  /** Looks for a run of which no response has shown the id. @param mayBeLate Whether it may be started only after a while. */
  async #find(after: string | null | undefined, mayBeLate: boolean): Promise<StartedJob | undefined> {
    const { deadline, account } = this.client;
    const shortly = deadline.milliseconds / lookUpPart;
    const window = mayBeLate ? Math.max(shortly, Math.min(deadline.left(), mostLate)) : shortly;
    deadline.leaveAtLeast(window);
    const since = account.clock.now();
    const reason = "looking for the run that may have been started";
    return await this.client.whileWaiting(
      () => ({ reason, text: reason, since, until: since + window }),
      async () => {
        for (const pause of pausesWithin(window, shortly / firstPausePart)) {
          if (pause > 0) await account.clock.sleep(pause);
          const found = await this.since(after).catch(() => undefined);
          if (found !== undefined) return found;
        }
        return undefined;
      },
    );
  }

  async #inProgress(id: string): Promise<StartedJob | undefined> {
    return (await this.latest()).find((job) => job.id === id && isInProgress(job));
  }

  /** Waits for the end of a run that the platform does not let another one overtake. */
  async #makeWay(older: StartedJob): Promise<void> {
    const { because } = await this.end(older);
    if (because === undefined) return;
    throw new ConnectorsError(
      "PC_RUN_UNFINISHED",
      this.#failed(
        `another run, ${this.client.shown(older.id)}, was in progress when this one was due, and the platform makes one at a time: ${because}`,
      ),
    );
  }

  /** What cannot be had is not worth a failure: the end of the run is known. */
  async #withDetails(job: StartedJob): Promise<StartedJob> {
    let detailed = job;
    for (const { request, read } of this.runs.details?.(job.id) ?? []) {
      const response = await this.client.send("run", request).catch(() => undefined);
      if (response !== undefined) detailed = { ...detailed, ...read(response.body) };
    }
    return detailed;
  }
}

function hasId(job: Job): job is StartedJob {
  return job.id !== undefined;
}

function seconds({ deadline }: ObjectClient): number {
  return deadline.milliseconds / 1000;
}
