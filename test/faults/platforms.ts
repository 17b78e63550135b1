import type { Platform } from "../../provider/src/definition/platform";
import type { LoggedRequest, SeededFaultKind } from "../../sandbox/src";
import { startTestPlatform, type TestPlatform, type TestPlatformName } from "../harness/platform";
import type { Fields } from "../harness/verbs";
import {
  depthOf,
  itemPath,
  kinds,
  packagedKinds,
  type Kind,
  type KindName,
  type ParentIds,
  type PlatformObject,
} from "./kinds";
import type { Foreign } from "./schedule";

/** The time of the platforms. */
export interface PlatformClock {
  readonly now: () => number;
  /** What a slow platform waits. Default: by the machine's clock. */
  readonly delay?: (milliseconds: number) => Promise<void>;
  /** What a platform waits while nobody waits for it. Default: `delay`. */
  readonly later?: (milliseconds: number) => Promise<void>;
  /** Lets time go by in which nothing happens. */
  readonly pass: (milliseconds: number) => Promise<void>;
}

/** AI Squared takes five logins in so long, and each look of ours is one. */
const loginPeriod = 20_000;

/** The platforms of some kinds, ill or well, and what somebody sees who looks at them past all faults. */
export class Platforms {
  /** All requests that came to them since `forget`. */
  readonly log: LoggedRequest[] = [];
  /** Told of each request before it is answered. */
  onRequest: () => void = () => undefined;

  private constructor(
    private readonly clock: PlatformClock,
    private readonly names: readonly KindName[],
    private readonly running: Map<TestPlatformName, TestPlatform>,
  ) {}

  /** @param names Of the kinds. */
  static async start(clock: PlatformClock, names: readonly KindName[] = packagedKinds): Promise<Platforms> {
    const platforms = new Platforms(clock, names, new Map());
    const log = (request: LoggedRequest): void => {
      platforms.log.push(request);
      platforms.onRequest();
    };
    const faulty = {
      ...(clock.delay === undefined ? {} : { delay: clock.delay }),
      ...(clock.later === undefined ? {} : { pass: clock.later }),
    };
    for (const name of new Set(names.map((each) => kinds[each].platform))) {
      platforms.running.set(name, await startTestPlatform({ now: clock.now, log }, name, faulty));
    }
    return platforms;
  }

  async stop(): Promise<void> {
    await Promise.all([...this.running.values()].map((platform) => platform.stop()));
  }

  /** What program and host find in their environment. */
  get env(): Readonly<Record<string, string>> {
    return Object.assign({}, ...[...this.running.values()].map(({ env }) => env)) as Record<string, string>;
  }

  /** The stack config that leads to them. */
  get settings(): Readonly<Record<string, string>> {
    const { env } = this;
    const settings = this.#platforms().flatMap(({ name, settings: all }) =>
      Object.entries(all).map(
        ([setting, definition]) => [`${name}:${setting}`, env[definition.env]] as const,
      ),
    );
    return Object.fromEntries(
      settings.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])),
    );
  }

  /** The stack config that says how many seconds an operation of a resource may take. */
  timeouts(seconds: string): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#platforms().map(({ name }) => [`${name}:timeout`, seconds]));
  }

  /** From now on so many of a hundred requests get a fault, which follow from the seed. */
  fallIll(seed: string, percent: number, faults: readonly SeededFaultKind[]): void {
    for (const platform of this.running.values()) platform.setFaults({ seed, percent, kinds: faults });
  }

  /** No faults any more, and what was hidden is seen. */
  async recover(): Promise<void> {
    for (const platform of this.running.values()) {
      platform.setFaults();
      await platform.up();
    }
  }

  /** Begins a new log. */
  forget(): void {
    this.log.length = 0;
    for (const { log, requests } of this.running.values()) log.length = requests.length = 0;
  }

  /** All objects that there are of some kinds. */
  async objects(wanted: ReadonlySet<KindName>): Promise<readonly PlatformObject[]> {
    const found: PlatformObject[] = [];
    for (const name of wanted) {
      const kind = kinds[name];
      const isThin = kind.definition.listing({}).isThin === true;
      for (const item of listed(await this.#ask(kind, "GET", kind.listPath ?? kind.path))) {
        const whole = isThin ? await this.#ask(kind, "GET", itemPath(kind, String(item.id))) : item;
        found.push({ kind: name, ...kind.read(whole as Fields) });
      }
    }
    return found;
  }

  /**
   * Makes an object as somebody else.
   *
   * @returns its id.
   */
  async make(foreign: Foreign, parents: ParentIds = {}): Promise<string> {
    const kind = kinds[foreign.kind];
    const inputs = kind.inputs(foreign, parents);
    if (kind.preparation !== undefined) await this.#ask(kind, "GET", kind.preparation(inputs));
    const made = (await this.#ask(kind, "POST", kind.path, kind.body(inputs))) as Fields;
    return kind.read((made.data ?? made) as Fields).id;
  }

  /**
   * Lets somebody else change a connector right before the second page of a list is read.
   *
   * @returns a function that calls it off, and says whether it was still to come.
   */
  editBeforeSecondPage(id: string, description: string): () => boolean {
    const { platform, path } = kinds.connector;
    const patch = { path: `${path}/${id}`, body: { connector: { description } } };
    return this.running.get(platform)?.beforeNext("page=2&", patch) ?? (() => true);
  }

  /** Deletes objects. What refers to others goes first, for it would go along with them. */
  async clear(objects: readonly PlatformObject[]): Promise<void> {
    for (const { kind, id } of objects.toSorted((a, b) => depthOf(b.kind) - depthOf(a.kind))) {
      await this.#ask(kinds[kind], "DELETE", itemPath(kinds[kind], id));
    }
  }

  #platforms(): Platform[] {
    return [...new Set(this.names.map((name) => kinds[name].definition.platform))];
  }

  async #ask(
    { platform, definition }: Kind,
    method: "GET" | "POST" | "DELETE",
    path: string,
    body?: Fields,
  ): Promise<unknown> {
    if (platform === "aisquared") await this.clock.pass(loginPeriod);
    const answer = await this.running.get(platform)?.ask(method, path, body);
    if (answer === undefined || answer.status >= 300) {
      throw new Error(`${definition.kind}: ${method} ${path} gave ${JSON.stringify(answer)}`);
    }
    return answer.body;
  }
}

function listed(body: unknown): readonly Fields[] {
  return (Array.isArray(body) ? body : (body as { data: unknown }).data) as readonly Fields[];
}
