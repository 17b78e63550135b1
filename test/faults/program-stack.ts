import { typeToken } from "../../provider/src/definition/kind";
import {
  embeddedEngine,
  type Outcome,
  type StoredResource,
  type TestProject,
  type TestStack,
} from "../harness";
import { kinds, packagedKinds } from "./kinds";
import type { Platforms } from "./platforms";
import { runCli, type Victim } from "./processes";
import { programText } from "./program-text";
import type { Verb } from "./schedule";
import type { Managed, Ran, Ready, Stack } from "./stack";

/** When to kill, and whom: as soon as so many requests have come. */
export interface Kill {
  readonly request: number;
  readonly victim: Victim;
}

/** A stack on the embedded engine, whose operations run a program and a host in processes of their own. */
export class ProgramStack implements Stack {
  /** Of the next operation. */
  kill: Kill | undefined;

  private constructor(
    private readonly project: TestProject,
    private readonly platforms: Platforms,
  ) {}

  /** With the platforms in its config: the command line has others in its environment. */
  static async of(project: TestProject, platforms: Platforms): Promise<ProgramStack> {
    const stack = new ProgramStack(project, platforms);
    await (await stack.#stack()).configure(platforms.settings);
    return stack;
  }

  async run(verb: Verb, program: readonly Ready[], timeout: number): Promise<Ran> {
    const { kill } = this;
    this.kill = undefined;
    this.project.program(programText(program));
    const seconds = String(timeout);
    const timeouts = { UNSTRUCTURED_TIMEOUT: seconds, AISQUARED_TIMEOUT: seconds, AIRWEAVE_TIMEOUT: seconds };
    const env = { ...this.platforms.env, ...timeouts };
    if (kill !== undefined) return this.#runKilled(verb, kill, env);
    const stack = await this.#stack(env);
    const { succeeded, output: text } = await operate(stack, verb);
    return { succeeded, text, partial: await this.#partial() };
  }

  async managed(): Promise<readonly Managed[]> {
    const resources = await (await this.#stack()).allResources();
    return resources.filter(({ type }) => type.startsWith("pulumi-nodejs:dynamic")).map(managedOf);
  }

  async isInterrupted(): Promise<boolean> {
    const { deployment } = JSON.parse(await (await this.#stack()).exportState()) as {
      deployment: { pending_operations?: readonly unknown[] };
    };
    return (deployment.pending_operations ?? []).length > 0;
  }

  async recover(): Promise<Ran> {
    const { env } = this.platforms;
    const { ended } = runCli(this.project.folder, ["refresh", "--yes", "--clear-pending-creates"], env);
    return { ...(await ended), partial: 0 };
  }

  async forget({ id }: Managed): Promise<void> {
    const urn = (await (await this.#stack()).allResources()).find((resource) => resource.id === id)?.urn;
    const args = ["state", "delete", String(urn), "--yes"];
    const { succeeded, text } = await runCli(this.project.folder, args, this.platforms.env).ended;
    if (!succeeded) throw new Error(text);
  }

  async #runKilled(
    verb: Verb,
    { request, victim }: Kill,
    env: Readonly<Record<string, string>>,
  ): Promise<Ran> {
    const { kill, ended } = runCli(this.project.folder, [verb, "--yes", "--skip-preview"], env);
    let left = request;
    this.platforms.onRequest = () => {
      if (--left === 0) kill(victim);
    };
    const ran = await ended.finally(() => (this.platforms.onRequest = () => undefined));
    return { ...ran, partial: await this.#partial() };
  }

  async #partial(): Promise<number> {
    const resources = await (await this.#stack()).allResources();
    return resources.filter(({ initErrors = [] }) => initErrors.length > 0).length;
  }

  #stack(env: Readonly<Record<string, string>> = this.platforms.env): Promise<TestStack> {
    return embeddedEngine(this.project, env);
  }
}

function operate(stack: TestStack, verb: Verb): Promise<Outcome> {
  switch (verb) {
    case "up":
      return stack.up();
    case "refresh":
      return stack.refresh();
    case "destroy":
      return stack.destroy();
  }
}

function managedOf(resource: StoredResource): Managed {
  const {
    type,
    urn,
    id = "",
    external = false,
  } = resource as StoredResource & { readonly external?: boolean };
  const kind = packagedKinds.find((name) => type === typeToken(kinds[name].definition.kind));
  if (kind === undefined) throw new Error(`${type} is no kind of ours`);
  return { kind, id, key: urn.split("::").at(-1) ?? "", isRead: external };
}
