import {
  deepEquals,
  unknown,
  withoutSecrets,
  type PropertyMap,
} from "../../sandbox/src/engine/values/property";
import { ProviderError, type Provider } from "../../sandbox/src/engine/providers/provider";
import { urnName } from "../../sandbox/src/engine/values/urn";

/** An object on the simulated platform. */
export interface SimulatedObject {
  readonly id: string;
  readonly resource: string;
  readonly inputs: PropertyMap;
}

/** A call that changed an object. */
export interface SimulatedWrite {
  readonly verb: "create" | "update" | "delete";
  readonly resource: string;
  readonly id: string;
}

/** The outcome of a write: applied, refused, or applied without a response. */
export type Fate = "succeeds" | "fails" | "hangs";

/** A platform in memory and the provider that manages it. */
export class SimulatedPlatform {
  readonly objects = new Map<string, SimulatedObject>();
  readonly writes: SimulatedWrite[] = [];
  /** Decides on each write; by default all succeed. */
  fate: (write: Omit<SimulatedWrite, "id">) => Fate = () => "succeeds";
  /** Called when a write hangs. */
  onHang: () => void = () => undefined;
  #count = 0;

  readonly provider: Provider = {
    checkConfig: () => Promise.resolve(),
    diffConfig: () => Promise.resolve(),
    configure: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    check: (_urn, _olds, news) => Promise.resolve({ inputs: news, failures: [] }),
    diff: (_urn, _id, _oldInputs, secretOutputs, secretNews) => {
      const [oldOutputs, news] = [withoutSecrets(secretOutputs), withoutSecrets(secretNews)];
      const differs = (key: string): boolean =>
        news[key] === unknown || !deepEquals(oldOutputs[key], news[key]);
      const keys = ["kind", "value", "refs"].filter(differs);
      const replaceKeys = keys.filter(
        (key) => key === "kind" || (key === "refs" && news.replacedByRefs === true),
      );
      const deleteBeforeReplace = news.deleteBeforeReplaceInDiff === true;
      return Promise.resolve({ changes: keys.length > 0, replaceKeys, deleteBeforeReplace });
    },
    create: async (urn, inputs) => {
      const id = `id-${++this.#count}`;
      await this.#write({ verb: "create", resource: urnName(urn), id }, () =>
        this.objects.set(id, { id, resource: urnName(urn), inputs }),
      );
      return { id, outputs: { ...inputs, createdAt: id } };
    },
    update: async (urn, { id, outputs }, inputs) => {
      await this.#write({ verb: "update", resource: urnName(urn), id }, () =>
        this.objects.set(id, { id, resource: urnName(urn), inputs }),
      );
      return { ...inputs, createdAt: outputs.createdAt ?? null };
    },
    read: (_urn, id, inputs, outputs) =>
      Promise.resolve({ id: this.objects.has(id) ? id : "", inputs, outputs }),
    delete: async ({ urn, id }) => {
      await this.#write({ verb: "delete", resource: urnName(urn), id }, () => this.objects.delete(id));
    },
  };

  async #write(write: SimulatedWrite, change: () => unknown): Promise<void> {
    const fate = this.fate(write);
    // Lets others run, as during a real request.
    await new Promise((resolve) => setImmediate(resolve));
    if (fate === "fails") throw new ProviderError(`${write.verb} of ${write.resource} was refused`);
    this.writes.push(write);
    change();
    if (fate === "hangs") {
      this.onHang();
      await new Promise(() => undefined);
    }
  }
}
