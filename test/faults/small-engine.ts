import { unknownValue } from "../../provider/src/values/unknowns";
import type { Fields, Verbs } from "../harness/verbs";
import type { KindName } from "./kinds";

/** A resource as a program hands it to an engine. */
export interface Registered<Kind extends string = KindName> {
  readonly key: string;
  readonly kind: Kind;
  /** The id of what is only read. */
  readonly gets?: string;
  /** The keys of the resources whose ids some of its inputs are, by input. */
  readonly references: Readonly<Record<string, string>>;
  readonly inputs: (idOf: (key: string) => string) => Fields;
}

/** A resource as the state has it. */
export interface Held<Kind extends string = KindName> {
  readonly key: string;
  readonly kind: Kind;
  readonly id: string;
  readonly inputs: Fields;
  readonly outputs: Fields;
  /** As it was registered with. What it refers to is not deleted before it. */
  readonly references: Readonly<Record<string, string>>;
  /** It is not as it was to be: the next `up` updates it, whatever differs. */
  readonly isPartial: boolean;
  /** It is not ours. */
  readonly isRead: boolean;
}

/** How an operation ended. */
export interface Ended {
  readonly errors: readonly string[];
  /** How many objects were kept in the state though an error was thrown. */
  readonly partial: number;
}

/**
 * Does with what verbs answer what the engine does, without its processes, so that an operation takes milliseconds. The verbs of all
 * resources are called at once, as far as they do not need each other. Source: engine facts, and the recordings in test/fixtures/engine-traces:
 * a failure with an id keeps the object with the failure's properties as outputs, and with its inputs as they were; one without an id changes nothing in the state.
 */
export class SmallEngine<Kind extends string = KindName> {
  readonly #current = new Map<string, Held<Kind>>();
  /** What was replaced and is still to be deleted. */
  readonly #condemned: Held<Kind>[] = [];
  /** What this `up` deletes because something that it refers to is deleted before it is replaced. */
  readonly #goingAlong = new Set<Held<Kind>>();
  #errors: string[] = [];
  #partial = 0;

  /** All that the state has. */
  get held(): readonly Held<Kind>[] {
    return [...this.#current.values(), ...this.#condemned];
  }

  /** What the state has of the program. */
  get current(): ReadonlyMap<string, Held<Kind>> {
    return this.#current;
  }

  /** What `pulumi state delete` does. */
  forget(id: string): void {
    const at = this.#condemned.findIndex((held) => held.id === id);
    if (at >= 0) this.#condemned.splice(at, 1);
    for (const [key, held] of this.#current) if (held.id === id) this.#current.delete(key);
  }

  /** @param verbs Those of a kind, in a host process that has just begun. */
  async up(program: readonly Registered<Kind>[], verbs: (kind: Kind) => Verbs): Promise<Ended> {
    this.#goingAlong.clear();
    const done = new Map<string, Promise<boolean>>();
    for (const resource of program) {
      const keys = Object.values(resource.references);
      const needed = Promise.all(keys.map((key) => done.get(key) ?? Promise.resolve(false)));
      const step = needed.then((all) => all.every(Boolean) && this.#tried(this.#step(resource, verbs)));
      done.set(resource.key, step);
    }
    await Promise.all(done.values());
    if (this.#errors.length === 0) {
      const keys = new Set(program.map(({ key }) => key));
      await this.#delete(
        this.held.filter((held) => this.#condemned.includes(held) || !keys.has(held.key)),
        verbs,
      );
    }
    return this.#ended();
  }

  async refresh(verbs: (kind: Kind) => Verbs): Promise<Ended> {
    await Promise.all(
      [...this.#current.values()].map((held) => this.#tried(this.#read(held, verbs(held.kind)))),
    );
    return this.#ended();
  }

  async destroy(verbs: (kind: Kind) => Verbs): Promise<Ended> {
    await this.#delete(this.held, verbs);
    return this.#ended();
  }

  #ended(): Ended {
    const ended = { errors: this.#errors, partial: this.#partial };
    this.#errors = [];
    this.#partial = 0;
    return ended;
  }

  async #tried(step: Promise<void>): Promise<boolean> {
    return step.then(
      () => true,
      (error: unknown) => {
        this.#errors.push((error as Error).message);
        return false;
      },
    );
  }

  async #step(resource: Registered<Kind>, verbsOf: (kind: Kind) => Verbs): Promise<void> {
    const { key, kind, gets, references } = resource;
    const verbs = verbsOf(kind);
    const held = this.#current.get(key);
    const idOf = (other: string): string => this.#current.get(other)?.id ?? "";
    const news = resource.inputs(idOf);
    if (gets !== undefined) {
      const { id = gets, props = {} } = await verbs.read(gets, {});
      const read = { key, kind, id, inputs: {}, outputs: props, references, isPartial: false, isRead: true };
      this.#current.set(key, read);
      return;
    }
    const inputs = await checked(verbs, held?.inputs ?? {}, news);
    if (held === undefined) return this.#create(resource, inputs, verbs);
    const { changes, replaces, deleteBeforeReplace } = await verbs.diff(held.id, held.outputs, inputs);
    if (replaces.length > 0) {
      const again = await checked(verbs, {}, news);
      if (deleteBeforeReplace) {
        for (const dependent of await this.#toGoAlong(held, verbsOf)) {
          await this.#remove(dependent, verbsOf(dependent.kind));
        }
        await this.#remove(held, verbs);
      }
      return this.#create(resource, again, verbs);
    }
    if (changes || held.isPartial) await this.#update(held, inputs, verbs);
    else this.#current.set(key, { ...held, inputs });
  }

  /**
   * What must be replaced along with an object that is deleted before it is replaced, in the order in which it is deleted, condemned
   * objects included: of all that refers to it, what its provider would replace if the id were another one. What already goes along with
   * another object is left to that. Source: pulumi/pulumi, `calculateDependentReplacements` in `pkg/resource/deploy/step_generator.go`.
   */
  async #toGoAlong(root: Held<Kind>, verbsOf: (kind: Kind) => Verbs): Promise<readonly Held<Kind>[]> {
    const gone = new Set([root.key]);
    const found: Held<Kind>[] = [];
    for (const held of layersOf(this.held).flat().reverse()) {
      const affected = Object.entries(held.references).filter(([, key]) => gone.has(key));
      if (affected.length === 0 || held.isRead) continue;
      const inputs = {
        ...held.inputs,
        ...Object.fromEntries(affected.map(([name]) => [name, unknownValue])),
      };
      const { replaces } = await verbsOf(held.kind).diff(held.id, held.outputs, inputs);
      if (replaces.length === 0 || this.#goingAlong.has(held)) continue;
      this.#goingAlong.add(held);
      gone.add(held.key);
      found.unshift(held);
    }
    return found;
  }

  /** In place of what the state has, which is then condemned. */
  async #create({ key, kind, references }: Registered<Kind>, inputs: Fields, verbs: Verbs): Promise<void> {
    const old = this.#current.get(key);
    const keep = (id: string, outputs: Fields, isPartial: boolean): void => {
      if (old !== undefined) this.#condemned.push(old);
      this.#current.set(key, { key, kind, id, inputs, outputs, references, isPartial, isRead: false });
    };
    try {
      const { id, outs } = await verbs.create(inputs);
      keep(id, outs, false);
    } catch (error) {
      const { id, properties } = error as { id?: string; properties?: Fields };
      if (id !== undefined) {
        this.#partial++;
        keep(id, properties ?? {}, true);
      }
      throw error;
    }
  }

  async #update(held: Held<Kind>, inputs: Fields, verbs: Verbs): Promise<void> {
    try {
      const { outs } = await verbs.update(held.id, held.outputs, inputs);
      this.#current.set(held.key, { ...held, inputs, outputs: outs, isPartial: false });
    } catch (error) {
      const { id, properties } = error as { id?: string; properties?: Fields };
      if (id !== undefined) {
        this.#partial++;
        this.#current.set(held.key, { ...held, outputs: properties ?? {}, isPartial: true });
      }
      throw error;
    }
  }

  async #read(held: Held<Kind>, verbs: Verbs): Promise<void> {
    const { id, props = {}, inputs } = await verbs.read(held.id, held.outputs);
    if (id === undefined) this.#current.delete(held.key);
    else
      this.#current.set(held.key, {
        ...held,
        inputs: inputs ?? held.inputs,
        outputs: props,
        isPartial: false,
      });
  }

  /** What refers to others first, and nothing that is still referred to. */
  async #delete(all: readonly Held<Kind>[], verbs: (kind: Kind) => Verbs): Promise<void> {
    for (const layer of layersOf(all)) {
      if (this.#errors.length > 0) return;
      await Promise.all(layer.map((held) => this.#tried(this.#remove(held, verbs(held.kind)))));
    }
  }

  async #remove(held: Held<Kind>, verbs: Verbs): Promise<void> {
    if (!held.isRead) await verbs.delete(held.id, held.outputs);
    const at = this.#condemned.indexOf(held);
    if (at >= 0) this.#condemned.splice(at, 1);
    else this.#current.delete(held.key);
  }
}

/** Objects in groups, each of what none of the groups after it refers to. */
function layersOf<Kind extends string>(all: readonly Held<Kind>[]): readonly (readonly Held<Kind>[])[] {
  if (all.length === 0) return [];
  const needed = new Set(all.flatMap(({ references }) => Object.values(references)));
  const [first, rest] = [all.filter(({ key }) => !needed.has(key)), all.filter(({ key }) => needed.has(key))];
  return [first, ...layersOf(rest)];
}

async function checked(verbs: Verbs, olds: Fields, news: Fields): Promise<Fields> {
  const { inputs, failures } = await verbs.check(olds, news);
  if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join("\n"));
  return inputs;
}
