import { unknownText } from "../../sandbox/src/engine/values/wire";
import type { Call, Recording } from "./recording";

/** What of a recording must be equal on every engine. */
export interface Comparable extends Omit<Recording, "calls"> {
  /** By the URN that they are about, each list in order: between resources there is none. */
  readonly calls: Readonly<Record<string, readonly Call[]>>;
  /** The calls that change an object, in order: in each recording every one of them has to wait for the one before. */
  readonly writes: readonly string[];
}

/** Fields that tell where the program stands on a disk, and which optional services an engine has. */
const leftOut = [
  "sourcePosition",
  "stackTrace",
  "resourceStatusAddress",
  "resourceStatusToken",
  "supportedFeatures",
];
const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

/**
 * Makes the recordings of one run comparable to those of another: what is random or a time is replaced by what can be said of it in
 * every run. The recordings have to be given in the order in which they were made.
 */
export class Comparison {
  readonly #uuids = new Map<string, string>();
  readonly #times = new Set<string>();

  of({ exit, summary, calls, resourcesAfter }: Recording): Comparable {
    const timesBefore = new Set(this.#times);
    const replace = (key: string, value: unknown): unknown => {
      if (leftOut.includes(key)) return undefined;
      if (key === "randomSeed") return "(random)";
      if (key === "ciphertext") return "(encrypted)";
      if (typeof value !== "string") return value;
      if (!time.test(value)) return value.replace(uuid, (id) => this.#uuidName(id));
      this.#times.add(value);
      return timesBefore.has(value) ? "(as before)" : "(now)";
    };
    const same = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value), replace) as Value;
    return {
      exit,
      summary,
      calls: groupByUrn(same(exit === 0 ? calls : calls.filter(isNotLuck))),
      writes: calls.filter(changesAnObject).map((call) => `${call.method} ${urnOf(call)}`),
      resourcesAfter: same(resourcesAfter),
    };
  }

  /** In order of appearance; the one that stands for an unknown value is itself. */
  #uuidName(id: string): string {
    if (id === unknownText) return id;
    const name = this.#uuids.get(id) ?? `(uuid ${this.#uuids.size + 1})`;
    this.#uuids.set(id, name);
    return name;
  }
}

function groupByUrn(calls: readonly Call[]): Record<string, Call[]> {
  const groups: Record<string, Call[]> = {};
  for (const call of calls) (groups[urnOf(call)] ??= []).push(call);
  return groups;
}

/** Empty for calls that are about the deployment as a whole. */
function urnOf({ request, response }: Call): string {
  const urn = request.urn ?? response?.urn;
  return typeof urn === "string" ? urn : "";
}

/** Whether a program that fails comes to register its outputs before that is a race. */
function isNotLuck({ method }: Call): boolean {
  return method !== "ResourceMonitor/RegisterResourceOutputs";
}

function changesAnObject({ method }: Call): boolean {
  return /^ResourceProvider\/(Create|Update|Delete)$/.test(method);
}
