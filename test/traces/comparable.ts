import { unknownText } from "../../sandbox/src/engine/values/wire";
import type { Call, Recording } from "./recording";

/** The parts of a recording that must be equal on both engines. */
export interface Comparable extends Omit<Recording, "calls"> {
  /** By URN, because only the calls of one resource have an order. */
  readonly calls: Readonly<Record<string, readonly Call[]>>;
  /** The calls that change an object, in order: in these recordings each depends on the previous one. */
  readonly writes: readonly string[];
}

/** Fields that depend on the program's location on disk and on the engine's optional services. */
const ignoredFields = [
  "sourcePosition",
  "stackTrace",
  "resourceStatusAddress",
  "resourceStatusToken",
  "supportedFeatures",
];
const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

/**
 * Makes the recordings of one run comparable to those of another by replacing ids and times with stable placeholders. Takes the
 * recordings in the order in which they were made.
 */
export class Comparison {
  readonly #uuids = new Map<string, string>();
  readonly #times = new Set<string>();

  of({ exit, summary, calls, resourcesAfter }: Recording): Comparable {
    const timesBefore = new Set(this.#times);
    const replace = (key: string, value: unknown): unknown => {
      if (ignoredFields.includes(key)) return undefined;
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
      calls: groupByUrn(same(exit === 0 ? calls : calls.filter(isDeterministic))),
      writes: calls.filter(changesAnObject).map((call) => `${call.method} ${urnOf(call)}`),
      resourcesAfter: same(resourcesAfter),
    };
  }

  /** Numbered in order of appearance, except the one that represents an unknown value. */
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

/** Whether a failing program still registers its outputs is a race. */
function isDeterministic({ method }: Call): boolean {
  return method !== "ResourceMonitor/RegisterResourceOutputs";
}

function changesAnObject({ method }: Call): boolean {
  return /^ResourceProvider\/(Create|Update|Delete)$/.test(method);
}
