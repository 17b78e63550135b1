import type { StackConnector, StackReference } from "./stack";

/** A way that data takes from one resource to another. */
export interface Flow {
  /** From the first resource to the last, each of which hands the data to the next. */
  readonly path: readonly StackConnector[];
  /** The reference by which the data gets to the last. */
  readonly last: { readonly of: StackConnector; readonly path: string };
}

/** One step of data, from a resource to another, because one of them refers to the other. */
interface Step {
  readonly from: StackConnector;
  readonly to: StackConnector;
  /** The resource that has the reference. */
  readonly of: StackConnector;
  readonly reference: StackReference;
}

/** Where data flows in a stack: through workflows, models, syncs, and whatever else has references that data follows. */
export class Flows {
  readonly #stepsFrom = new Map<StackConnector, Step[]>();

  constructor(connectors: readonly StackConnector[]) {
    for (const of of connectors) {
      for (const reference of of.references) {
        for (const other of reference.to) {
          if (reference.flow === "from") this.#add({ from: other, to: of, of, reference });
          if (reference.flow === "to") this.#add({ from: of, to: other, of, reference });
        }
      }
    }
  }

  /** One path to each resource that data of a resource gets to. */
  from(start: StackConnector): Flow[] {
    const before = new Map<StackConnector, Step>();
    const reached = [start];
    for (const each of reached) {
      for (const step of this.#stepsFrom.get(each) ?? []) {
        if (step.to === start || before.has(step.to)) continue;
        before.set(step.to, step);
        reached.push(step.to);
      }
    }
    return [...before.values()].map((last) => {
      const path = [last.to];
      for (let step: Step | undefined = last; step !== undefined; step = before.get(step.from)) {
        path.unshift(step.from);
      }
      return { path: this.#withDetours(path), last: { of: last.of, path: last.reference.path } };
    });
  }

  #add(step: Step): void {
    this.#stepsFrom.set(step.from, [...(this.#stepsFrom.get(step.from) ?? []), step]);
  }

  /** A sync names both its model and that model's connector. The path from the connector goes through the model. */
  #withDetours(path: readonly StackConnector[]): StackConnector[] {
    const next = (of: StackConnector): StackConnector[] =>
      (this.#stepsFrom.get(of) ?? []).map(({ to }) => to);
    const all = [...path];
    for (let index = 0; index + 1 < all.length;) {
      const [one, other] = all.slice(index, index + 2) as [StackConnector, StackConnector];
      const between = next(one).find((each) => !all.includes(each) && next(each).includes(other));
      if (between === undefined) index += 1;
      else all.splice(index + 1, 0, between);
    }
    return all;
  }
}
