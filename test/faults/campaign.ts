import type { FaultKind, LoggedRequest } from "../../sandbox/src";
import { createsOfOthers, isNamedIn, keyOf, orphansAmong, wrongAfterwards } from "./judge";
import type { Platforms } from "./platforms";
import { neededRequests, requestsAfterFaults } from "./request-bound";
import type { Declared, Operation, Schedule } from "./schedule";
import type { Ready, Ran, Stack } from "./stack";

/** What is counted of an operation with faults. */
export interface Counted {
  /** How often each kind of fault has struck. */
  readonly struck: ReadonlyMap<FaultKind, number>;
  readonly succeeded: boolean;
  readonly partial: number;
  /** Objects that the state does not have, and of which it has told. */
  readonly named: number;
  readonly requests: number;
}

/** What came of a schedule. */
export interface Result {
  readonly seed: string;
  readonly counted: readonly Counted[];
  /** What should not be so; none if all is well. */
  readonly problems: readonly string[];
}

/** Longer than anything lasts that one operation could leave to the next. */
const betweenOperations = 60_000;

/** Is told of each operation with faults before it begins. */
export type BeforeOperation = (operation: Operation, index: number) => void;

/**
 * Runs a schedule: its operations with faults, and then, all well again, what a user does: what was named and is nobody's is deleted on the platform, and
 * `up` run once. That must repair everything.
 */
export async function runSchedule(
  { seed, foreigns, operations, timeout }: Schedule,
  platforms: Platforms,
  stack: Stack,
  pass: (milliseconds: number) => Promise<void>,
  before: BeforeOperation = () => undefined,
): Promise<Result> {
  const problems: string[] = [];
  const theirs = new Map<string, string>();
  for (const foreign of foreigns) theirs.set(foreign.key, await platforms.make(foreign));
  const foreignKeys = new Set(foreigns.map(({ kind, key }) => keyOf({ kind, id: theirs.get(key) ?? "" })));
  const used = new Set(
    [...foreigns, ...operations.flatMap(({ program }) => program)].map(({ kind }) => kind),
  );
  const offered = new Set<string>();
  const taken = new Set<string>();
  await pass(betweenOperations);

  /** An object is taken over once; a user takes the option out of the program then, or when it is gone. */
  const ready = async (program: readonly Declared[]): Promise<readonly Ready[]> => {
    const objects = program.some(({ adopts }) => adopts !== undefined) ? await platforms.objects(used) : [];
    const held = new Set((await stack.managed()).map(({ key }) => key));
    return program.map((resource) => {
      const getId = theirs.get(resource.gets ?? "");
      if (getId !== undefined) return { ...resource, getId };
      const adoptId = theirs.get(resource.adopts ?? "");
      const object = objects.find(({ kind, id }) => kind === resource.kind && id === adoptId);
      if (adoptId === undefined || object === undefined || held.has(resource.key)) return resource;
      offered.add(resource.adopts ?? "");
      const { name } = object;
      const namesakes = objects.filter((other) => other.kind === object.kind && other.name === name);
      const isByName = resource.adoptsByName === true && namesakes.length === 1;
      return { ...resource, adoptId, adopt: isByName && name !== undefined ? { name } : adoptId };
    });
  };
  const bounded = async (
    verb: Operation["verb"],
    program: readonly Ready[],
  ): Promise<{ ran: Ran; log: readonly LoggedRequest[] }> => {
    const held = await stack.managed();
    platforms.forget();
    const ran = await stack.run(verb, program, timeout);
    const log = [...platforms.log];
    for (const managed of await stack.managed()) if (!managed.isRead) taken.add(keyOf(managed));
    const most =
      neededRequests(verb, program, held) + requestsAfterFaults(log, Math.max(program.length, held.length));
    if (log.length > most) problems.push(`${verb}: ${log.length} requests, and ${most} are allowed`);
    return { ran, log };
  };

  const done: { ran: Ran; log: readonly LoggedRequest[] }[] = [];
  for (const [index, operation] of operations.entries()) {
    const program = await ready(operation.program);
    before(operation, index);
    platforms.fallIll(`${seed} ${index}`, operation.percent, operation.faults);
    const { ran, log } = await bounded(operation.verb, program).finally(() => platforms.recover());
    done.push({ ran, log });
    await pass(betweenOperations);
  }

  const last = operations.at(-1)?.program ?? [];
  let told = done.map(({ ran }) => ran.text).join("\n");
  if (await stack.isInterrupted()) {
    // The engine tells of it, and perhaps fails, where what was cut off is in the way.
    told += `\n${(await stack.run("up", await ready(last), timeout)).text}`;
    const recovered = await stack.recover();
    if (!recovered.succeeded) problems.push(`the refresh failed: ${recovered.text}`);
  } else if (/run `(?:pulumi )?refresh`/.test(told)) {
    const refreshed = await stack.run("refresh", last, timeout);
    if (!refreshed.succeeded) problems.push(`the refresh failed: ${refreshed.text}`);
  }
  const orphans = orphansAmong(await platforms.objects(used), await stack.managed(), foreignKeys);
  const programs = operations.flatMap(({ program }) => program);
  for (const orphan of orphans) {
    if (!isNamedIn(told, orphan, programs)) {
      problems.push(`orphan that no message mentions: ${orphan.kind} ${orphan.name ?? ""} (${orphan.id})`);
    }
  }
  await platforms.clear(orphans);

  const program = await ready(last);
  let { ran: repaired } = await bounded("up", program);
  // The platform did not say when it made another one's. The message says what to do.
  const ofOthers = createsOfOthers(repaired.text, await stack.managed(), foreignKeys, programs);
  if (ofOthers.length > 0) {
    for (const open of ofOthers) await stack.forget(open);
    ({ ran: repaired } = await bounded("up", program));
  }
  if (!repaired.succeeded) problems.push(`the up without faults failed: ${repaired.text}`);
  const { ran: again, log } = await bounded("up", await ready(last));
  const writes = log.filter(({ method, path }) => method !== "GET" && !path.endsWith("/login"));
  if (!again.succeeded || writes.length > 0) {
    problems.push(
      `not converged: ${writes.map(({ method, path }) => `${method} ${path}`).join(", ")} ${again.text}`,
    );
  }
  const objects = await platforms.objects(used);
  const others = foreigns
    .map((foreign) => ({
      ...foreign,
      id: theirs.get(foreign.key) ?? "",
      wasOffered: offered.has(foreign.key),
    }))
    .filter((foreign) => !taken.has(keyOf(foreign)));
  const managed = await stack.managed();
  problems.push(...wrongAfterwards(program, managed, objects, others));
  await platforms.clear(objects);
  return {
    seed,
    problems,
    counted: done.map(({ ran, log: own }) => ({
      struck: struckIn(own),
      succeeded: ran.succeeded,
      partial: ran.partial,
      named: orphans.filter((orphan) => isNamedIn(ran.text, orphan, programs)).length,
      requests: own.length,
    })),
  };
}

function struckIn(log: readonly LoggedRequest[]): ReadonlyMap<FaultKind, number> {
  const struck = new Map<FaultKind, number>();
  for (const { fault } of log) {
    if (fault !== undefined) struck.set(fault.kind, (struck.get(fault.kind) ?? 0) + 1);
  }
  return struck;
}
