import type { FaultKind, LoggedRequest } from "../../sandbox/src";
import { startTestPlatform, type PlatformName, type TestPlatform } from "../harness/platform";
import type { Fields } from "../harness/verbs";
import { kinds, type Kind, type KindName, type PlatformObject } from "./kinds";
import type { Foreign } from "./schedule";

/** The time of the platforms. */
export interface PlatformClock {
  readonly now: () => number;
  /** What a slow platform waits. Default: by the machine's clock. */
  readonly delay?: (milliseconds: number) => Promise<void>;
  /** Lets time go by in which nothing happens. */
  readonly pass: (milliseconds: number) => Promise<void>;
}

/** AI Squared takes five logins in so long, and each look of ours is one. */
const loginPeriod = 20_000;

/** The three platforms, ill or well, and what somebody sees who looks at them past all faults. */
export class Platforms {
  /** All requests that came to them since `forget`. */
  readonly log: LoggedRequest[] = [];
  /** Told of each request before it is answered. */
  onRequest: () => void = () => undefined;

  private constructor(
    private readonly clock: PlatformClock,
    private readonly running: Map<PlatformName, TestPlatform>,
  ) {}

  static async start(clock: PlatformClock): Promise<Platforms> {
    const platforms = new Platforms(clock, new Map());
    const log = (request: LoggedRequest): void => {
      platforms.log.push(request);
      platforms.onRequest();
    };
    const delay = clock.delay === undefined ? {} : { delay: clock.delay };
    for (const name of ["unstructured", "aisquared", "airweave"] as const) {
      platforms.running.set(name, await startTestPlatform({ now: clock.now, log }, name, delay));
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
    return {
      "unstructured:apiUrl": env.UNSTRUCTURED_API_URL ?? "",
      "unstructured:apiKey": env.UNSTRUCTURED_API_KEY ?? "",
      "aisquared:apiUrl": env.AISQUARED_API_URL ?? "",
      "aisquared:email": env.AISQUARED_EMAIL ?? "",
      "aisquared:password": env.AISQUARED_PASSWORD ?? "",
      "airweave:apiUrl": env.AIRWEAVE_API_URL ?? "",
      "airweave:apiKey": env.AIRWEAVE_API_KEY ?? "",
    };
  }

  /** From now on so many of a hundred requests get a fault, which follow from the seed. */
  fallIll(seed: string, percent: number, faults: readonly FaultKind[]): void {
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
      const { path, read } = kinds[name];
      for (const item of listed(await this.#ask(kinds[name], "GET", path))) {
        // A list shows a part of a source connection only.
        const whole =
          name === "connection" ? await this.#ask(kinds[name], "GET", `${path}/${String(item.id)}`) : item;
        found.push({ kind: name, ...read(whole as Fields) });
      }
    }
    return found;
  }

  /** Makes an object as somebody else. @returns its id. */
  async make(foreign: Foreign): Promise<string> {
    const kind = kinds[foreign.kind];
    const made = (await this.#ask(
      kind,
      "POST",
      kind.path,
      kind.body(kind.inputs(foreign, undefined)),
    )) as Fields;
    return kind.read((made.data ?? made) as Fields).id;
  }

  async delete({ kind: name, id }: { readonly kind: KindName; readonly id: string }): Promise<void> {
    const kind = kinds[name];
    await this.#ask(kind, "DELETE", `${kind.path.replace(/\/$/, "")}/${id}`);
  }

  /** Leaves nothing. */
  async clear(objects: readonly PlatformObject[]): Promise<void> {
    // A collection takes its source connections along.
    for (const object of objects) if (object.kind !== "connection") await this.delete(object);
  }

  async #ask(
    { platform, title }: Kind,
    method: "GET" | "POST" | "DELETE",
    path: string,
    body?: Fields,
  ): Promise<unknown> {
    if (platform === "aisquared") await this.clock.pass(loginPeriod);
    const answer = await this.running.get(platform)?.ask(method, path, body);
    if (answer === undefined || answer.status >= 300) {
      throw new Error(`${title}: ${method} ${path} gave ${JSON.stringify(answer)}`);
    }
    return answer.body;
  }
}

function listed(body: unknown): readonly Fields[] {
  return (Array.isArray(body) ? body : (body as { data: unknown }).data) as readonly Fields[];
}
