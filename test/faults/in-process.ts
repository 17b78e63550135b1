import type { Platforms } from "./platforms";
import { clock, verbsOf, type Fields, type Verbs } from "../harness/verbs";
import { kinds, type KindName } from "./kinds";
import { SmallEngine, type Ended, type Registered } from "./small-engine";
import type { Managed, Ran, Ready, Stack } from "./stack";
import type { Verb } from "./schedule";

/** Tells the accounts of operations apart, as the processes of hosts are: no other setting differs. */
let operations = 0;

/** A stack on the small engine, with verbs in this process. */
export class InProcessStack implements Stack {
  readonly #engine = new SmallEngine();

  constructor(private readonly platforms: Platforms) {}

  async run(verb: Verb, program: readonly Ready[], timeout: number): Promise<Ran> {
    const { errors, partial } = await this.#run(verb, program, this.#verbs(timeout));
    return { succeeded: errors.length === 0, text: errors.join("\n"), partial };
  }

  managed(): Promise<readonly Managed[]> {
    return Promise.resolve(this.#engine.held);
  }

  isInterrupted(): Promise<boolean> {
    return Promise.resolve(false);
  }

  recover(): Promise<Ran> {
    return Promise.reject(new Error("nothing is ever cut off here"));
  }

  forget({ id }: Managed): Promise<void> {
    this.#engine.forget(id);
    return Promise.resolve();
  }

  #run(verb: Verb, program: readonly Ready[], verbs: (kind: KindName) => Verbs): Promise<Ended> {
    switch (verb) {
      case "up":
        return this.#engine.up(program.map(registered), verbs);
      case "refresh":
        return this.#engine.refresh(verbs);
      case "destroy":
        return this.#engine.destroy(verbs);
    }
  }

  #verbs(timeout: number): (kind: KindName) => Verbs {
    const seconds = (timeout + ++operations / 1e6).toFixed(6);
    const config = { ...this.platforms.settings, ...this.platforms.timeouts(seconds) };
    const made = new Map<KindName, Verbs>();
    return (kind) => {
      const verbs = made.get(kind) ?? verbsOf(kinds[kind].definition, config);
      made.set(kind, verbs);
      return verbs;
    };
  }
}

function registered(resource: Ready): Registered {
  const { key, kind, in: references = {}, getId, adopt, verify } = resource;
  return {
    key,
    kind,
    ...(getId === undefined ? {} : { gets: getId }),
    references,
    inputs: (idOf): Fields => ({
      ...kinds[kind].inputs(
        resource,
        Object.fromEntries(Object.entries(references).map(([name, other]) => [name, idOf(other)])),
      ),
      ...(adopt === undefined && verify === undefined
        ? {}
        : { __options: { adopt, verify, ...(adopt === undefined ? {} : { adopter: `/${key}` }) } }),
    }),
  };
}

/** The time of platforms and verbs that all skip what would be waited for. */
export const skippingTime = {
  now: clock.now,
  delay: (milliseconds: number): Promise<void> => clock.hold(milliseconds),
  later: (milliseconds: number): Promise<void> => clock.sleep(milliseconds),
  pass: (milliseconds: number): Promise<void> => clock.sleep(milliseconds),
};
