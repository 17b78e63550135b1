import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../user-error";
import { HeldError, ProcessLock } from "../files/process-lock";
import type { Project } from "../engine/stack/project";
import type { PropertyMap } from "../engine/values/property";
import { StackConfigFile, type Detachment } from "../engine/stack/stack-config";
import { deploymentText, StateFile } from "../engine/state/state-file";
import { stackType, urnProject, urnStack } from "../engine/values/urn";

/** The passphrase of stacks that live in the sandbox only, if PULUMI_CONFIG_PASSPHRASE is not set. */
export const sandboxPassphrase = "sandbox";

/** Where everything is that the sandbox makes for a project; git ignores it. */
export function sandboxFolder(project: Project): string {
  return join(project.root, ".sandbox");
}

/** The passphrase that the environment gives, as the CLI reads it; a set one is never overridden, not even an empty one. */
export function passphrase(): string {
  const { PULUMI_CONFIG_PASSPHRASE: given, PULUMI_CONFIG_PASSPHRASE_FILE: file } = process.env;
  if (given !== undefined) return given;
  return file === undefined ? sandboxPassphrase : readFileSync(file, "utf8").trim();
}

/** A stack of a project: its config in `Pulumi.<stack>.yaml`, its state in `.sandbox/stacks/<stack>.json`. */
export class Stack {
  /**
   * @param detachment How its config is read without secrets and accounts. Default: as it stands.
   * @throws UserError if the name is none that a stack can have.
   */
  constructor(
    readonly project: Project,
    readonly name: string,
    private readonly detachment?: Detachment,
  ) {
    if (/^[\w.-]{1,100}$/.test(name)) return;
    throw new UserError(
      `--stack ${name}: a stack name may only contain alphanumeric, hyphens, underscores, or periods, at most 100`,
    );
  }

  /** The stacks of a project that have a state, by name. */
  static all(project: Project): Stack[] {
    const folder = stacksFolder(project);
    const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".json")) : [];
    return names.sort().map((name) => new Stack(project, name.slice(0, -".json".length)));
  }

  /** Opens the config, which need not exist yet. */
  config(): StackConfigFile {
    const { project, name, detachment } = this;
    return StackConfigFile.open(project.root, name, project.name, passphrase(), detachment);
  }

  get statePath(): string {
    return join(stacksFolder(this.project), `${this.name}.json`);
  }

  /**
   * Reads the state; a stack without one has no resources.
   *
   * @throws UserError if it can not be read, or is not sound.
   */
  state(): StateFile {
    const state = StateFile.read(this.statePath, passphrase(), () => this.config().crypter());
    if (state.integrityError === undefined) return state;
    throw new UserError(
      `${this.statePath}: state file contains errors: ${state.integrityError}; export the stack, mend the file and import it`,
    );
  }

  /** @throws UserError if there is no state. */
  mustExist(): void {
    if (!existsSync(this.statePath)) throw new UserError(`no stack named '${this.name}' found`, 6);
  }

  /**
   * What a program of this stack finds in the outputs of another one: `stack`, or `organization/project/stack`.
   *
   * @throws UserError if there is no such stack in this project, or its state can not be read.
   */
  outputsOf(name: string): PropertyMap {
    const [stack = "", project = this.project.name] = name.split("/").reverse();
    const other = Stack.all(this.project).find((candidate) => candidate.name === stack);
    if (project !== this.project.name || other === undefined) throw new UserError(`unknown stack "${name}"`);
    const { resources } = other.state().checkpoint;
    return resources.find((resource) => resource.type === stackType && !resource.delete)?.outputs ?? {};
  }

  /**
   * The state as the CLI's `stack import` takes it. A state that is not sound can be exported too: so it is mended.
   *
   * @param showSecrets Leaves secrets in the clear. Otherwise no passphrase is needed.
   * @throws UserError if there is no state.
   */
  exportDeployment(showSecrets = false): string {
    this.mustExist();
    if (!showSecrets) return readFileSync(this.statePath, "utf8");
    const state = StateFile.read(this.statePath, passphrase(), () => this.config().crypter());
    return deploymentText(state.withSecretsShown());
  }

  /**
   * Replaces the state by a deployment that was exported, from here or by the CLI, whose secrets have the same passphrase.
   * Operations that were pending there are left out. Source: pulumi/pulumi, `SaveSnapshot` in `pkg/cmd/pulumi/stack/io.go`.
   *
   * @param options.force Takes what belongs elsewhere or is not sound, and only warns of it.
   * @param options.source Where the text comes from, for messages.
   * @throws UserError if it is no deployment or must not be taken, or the stack is locked.
   */
  async importDeployment(
    text: string,
    options: { readonly force?: boolean; readonly source?: string; readonly warn: (message: string) => void },
  ): Promise<void> {
    const lock = this.lock();
    try {
      const { statePath: path } = this;
      const source = options.source ?? "the deployment";
      const state = StateFile.parse({ text, source, path }, passphrase(), () => this.config().crypter());
      const dangers = this.#dangers(state);
      if (dangers.length > 0 && !options.force) throw new UserError(dangerText(dangers));
      for (const danger of dangers) options.warn(danger);
      for (const { type, resource } of state.checkpoint.pendingOperations) {
        options.warn(`removing pending operation '${type}' on '${resource.urn}' from snapshot`);
      }
      await state.adopt();
    } finally {
      lock.release();
    }
  }

  /** Why a deployment had better not become this stack's state. */
  #dangers({ checkpoint, integrityError }: StateFile): string[] {
    const { name, project } = this;
    const foreign = checkpoint.resources.flatMap(({ urn }) => [
      ...(urnStack(urn) === name
        ? []
        : [`resource '${urn}' is from a different stack (${urnStack(urn)} != ${name})`]),
      ...(urnProject(urn) === project.name
        ? []
        : [`resource '${urn}' is from a different project (${urnProject(urn)} != ${project.name})`]),
    ]);
    return [
      ...foreign,
      ...(integrityError === undefined ? [] : [`state file contains errors: ${integrityError}`]),
    ];
  }

  /**
   * Takes the right to change the stack: one process at a time has it. Who only reads needs none, for a state is replaced as a whole.
   *
   * @throws UserError if another process has it.
   */
  lock(): ProcessLock {
    try {
      return ProcessLock.acquire(this.#lockPath);
    } catch (error) {
      throw error instanceof HeldError ? this.#locked(error.holder.pid) : error;
    }
  }

  /** @throws UserError if a process has the right to change the stack. */
  mustNotBeLocked(): void {
    const holder = ProcessLock.holder(this.#lockPath);
    if (holder !== undefined) throw this.#locked(holder.pid);
  }

  get #lockPath(): string {
    return join(stacksFolder(this.project), this.name);
  }

  #locked(pid: number): UserError {
    return new UserError(
      `the stack '${this.name}' is currently locked by process ${pid}: wait for it to end, or end it; its lock goes with it`,
    );
  }
}

function stacksFolder(project: Project): string {
  return join(sandboxFolder(project), "stacks");
}

function dangerText(dangers: readonly string[]): string {
  const all = [...dangers, "importing this file could be dangerous; rerun with --force to proceed anyway"];
  return [
    `${all.length} errors occurred:`,
    ...all.map((danger, index) => `    ${index + 1}) ${danger}`),
  ].join("\n");
}
