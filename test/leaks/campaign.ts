import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Kind } from "../../sandbox/src/display/options";
import { loadProject } from "../../sandbox/src/engine/stack/load-project";
import { runOperation } from "../../sandbox/src/stacks/operation";
import { fileLog } from "../../sandbox/src/serving/request-log";
import { Stack } from "../../sandbox/src/stacks/stack";
import { makeProject, startTestPlatform, type TestPlatform, type TestProject } from "../harness";
import { testPassphrase } from "../harness/engine";
import type { PlatformName } from "../harness/platform";
import { lightSdk } from "../harness/sdk";
import { drift, type Drifted, type DriftingKind } from "./drift";
import { Gate, startEchoingProxy, type EchoingProxy, type Passing } from "./echoing-proxy";
import { program as programText } from "./program";
import type { Edition, RandomProgram } from "./random-program";
import { scannedJson, scannedText } from "./scanner";
import { Search, type Leak } from "./search";

const platformNames = ["unstructured", "aisquared", "airweave"] as const;

/** Airweave enables some keys and sources only on request. */
const featureFlags = ["zephyr_scale", "sharepoint_2019_v2"];

/** The result of an operation. */
export interface Result {
  readonly succeeded: boolean;
  readonly changes: Readonly<Record<string, number>>;
  readonly output: string;
}

/** A random program in its own project, with platforms that repeat secrets in their errors on demand. */
export class Campaign {
  /** The secrets found so far. */
  readonly leaks: Leak[] = [];

  readonly #stack: Stack;

  #edition: Edition | undefined;

  private constructor(
    readonly program: RandomProgram,
    readonly project: TestProject,
    readonly platforms: Readonly<Record<PlatformName, TestPlatform>>,
    readonly proxies: Readonly<Record<PlatformName, EchoingProxy>>,
  ) {
    process.env.PULUMI_CONFIG_PASSPHRASE = testPassphrase;
    this.#stack = new Stack(loadProject(project.folder), "dev");
  }

  /** @param packages The installed packages. Default: those built in this repository. */
  static async start(program: RandomProgram, packages?: Readonly<Record<string, string>>): Promise<Campaign> {
    const project = makeProject(packages);
    project.program(programText);
    const log = fileLog(join(project.folder, "requests.log"), (error) => {
      throw error;
    });
    const platforms = {
      unstructured: await startTestPlatform({ log }, "unstructured"),
      aisquared: await startTestPlatform({ log }, "aisquared"),
      airweave: await startTestPlatform({ log, featureFlags }, "airweave"),
    };
    const proxies = {
      unstructured: await startEchoingProxy("unstructured", platforms.unstructured.url, program.seed),
      aisquared: await startEchoingProxy("aisquared", platforms.aisquared.url, program.seed * 3),
      airweave: await startEchoingProxy("airweave", platforms.airweave.url, program.seed * 7),
    };
    const campaign = new Campaign(program, project, platforms, proxies);
    campaign.#configure();
    return campaign;
  }

  async stop(): Promise<void> {
    await Promise.all(
      [...Object.values(this.proxies), ...Object.values(this.platforms)].map((one) => one.stop()),
    );
    this.project.remove();
  }

  /** Writes the program for the next operation. */
  write(edition: Edition): void {
    this.#edition = edition;
    this.project.write("resources.json", JSON.stringify({ resources: edition.resources }));
  }

  /** Makes the platforms refuse some requests. @param together How many of them get their responses together. */
  failing(which: (request: Passing) => boolean, together = Infinity): void {
    const gate = new Gate(together);
    for (const proxy of Object.values(this.proxies)) proxy.fail(which, gate);
  }

  /** Runs an operation, and searches everything that it has printed and written. */
  async run(kind: Kind, { name, diff = false }: { name: string; diff?: boolean }): Promise<Result> {
    const lines: string[] = [];
    const { succeeded, digest } = await runOperation(this.#stack, kind, {
      env: { ...lightSdk, ...this.#edition?.env },
      print: (line) => lines.push(line),
      diff,
      parallel: 64,
    });
    const output = lines.join("\n");
    this.#search(name, output, JSON.stringify(digest));
    return { succeeded, changes: digest.changeSummary, output };
  }

  /** Changes objects and their secrets outside Pulumi. @param oneIn One of this many of a kind. */
  async drift(oneIn?: number): Promise<Readonly<Record<DriftingKind, Drifted>>> {
    const replant = (label: string, before: string): string => this.program.planter.replant(label, before);
    return await drift(this.platforms, this.proxies, replant, oneIn);
  }

  /** How many of the planted secrets have reached the platforms. */
  arrived(): number {
    const bodies = Object.values(this.platforms).flatMap(({ requests }) => requests.map(({ body }) => body));
    const text = JSON.stringify(bodies);
    const quoted = this.program.planter.planted.map(({ value }) => JSON.stringify(value).slice(1, -1));
    return quoted.filter((value) => text.includes(value)).length;
  }

  #configure(): void {
    const secret = {
      "unstructured:apiKey": this.program.planter.plantKey("Unstructured's key"),
      "aisquared:password": this.program.planter.plant(
        "AI Squared's password",
        this.platforms.aisquared.apiKey,
      ),
      "airweave:apiKey": this.program.planter.plantKey("Airweave's key"),
      ...Object.fromEntries(
        Object.entries(this.program.planter.stackConfig).map(([key, value]) => [`test:${key}`, value]),
      ),
    };
    this.program.planter.plant("the passphrase", testPassphrase);
    this.platforms.unstructured.rotateKey(secret["unstructured:apiKey"]);
    this.platforms.airweave.rotateKey(secret["airweave:apiKey"]);
    const file = this.#stack.config();
    for (const name of platformNames) file.set(`${name}:apiUrl`, this.proxies[name].url, { secret: false });
    file.set("aisquared:email", this.platforms.aisquared.env.AISQUARED_EMAIL ?? "", { secret: false });
    for (const [key, value] of Object.entries(secret)) file.set(key, value, { secret: true });
    file.save();
  }

  #search(name: string, output: string, digest: string): void {
    const search = new Search(this.program.planter.planted);
    const found = [
      ...search.inText(`output of ${name}`, output),
      ...scannedText(`output of ${name}`, output),
      ...search.inJson(`--json of ${name}`, digest),
      ...scannedJson(`--json of ${name}`, digest),
    ];
    const { folder } = this.project;
    for (const path of ["Pulumi.dev.yaml", ...filesBelow(folder, ".sandbox")]) {
      const text = readFileSync(join(folder, path), "utf8");
      found.push(
        ...inFile(search, path, text).map(({ where, what }) => ({ where: `${where} after ${name}`, what })),
      );
    }
    if (existsSync(this.#stack.statePath)) {
      found.push(...search.inJson(`export after ${name}`, this.#stack.exportDeployment()));
    }
    // A platform's log may contain what only the program marks as secret.
    const known = new Search(this.program.planter.planted, ({ onlyByProgram }) => onlyByProgram === true);
    const log = readFileSync(join(folder, "requests.log"), "utf8");
    found.push(...known.inText(`request log after ${name}`, log));
    this.leaks.push(...found);
  }
}

/** Whether a request is a write other than a login. */
export function writes({ method, path }: Passing): boolean {
  return method !== "GET" && !path.endsWith("/login");
}

/** Throws the errors of a failed operation. */
export function mustSucceed({ succeeded, output }: Result): void {
  const errors = output.split("\n").filter((line) => line.includes("error:"));
  if (!succeeded) throw new Error([...new Set(errors)].slice(0, 5).join("\n"));
}

/** The leaks as lines, without duplicates. */
export function listed(leaks: readonly Leak[]): string[] {
  return [...new Set(leaks.map(({ where, what }) => `${where}: ${what}`))];
}

function inFile(search: Search, path: string, text: string): Leak[] {
  return path.endsWith(".json")
    ? [...search.inJson(path, text), ...scannedJson(path, text)]
    : [...search.inText(path, text), ...scannedText(path, text)];
}

function filesBelow(folder: string, below: string): string[] {
  if (!existsSync(join(folder, below))) return [];
  return readdirSync(join(folder, below), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}
