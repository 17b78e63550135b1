import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { passphraseSetting } from "pulumi-connectors/internal/project/passphrase-setting";
import type { Project } from "pulumi-connectors/internal/project/project";
import { folderExists } from "pulumi-connectors/internal/project/text-file";
import { UserError } from "../user-error";
import { HeldError, ProcessLock } from "../files/process-lock";
import type { PropertyMap } from "../engine/values/property";
import { StackConfigFile, type Detachment } from "../engine/stack/stack-config";
import type { ResourceState } from "../engine/state/resource-state";
import { deploymentText, StateFile } from "../engine/state/state-file";
import { stackType, urnProject, urnStack } from "../engine/values/urn";

/** The default passphrase, for stacks that are used in the sandbox only. */
export const sandboxPassphrase = "sandbox";

/** The folder for everything that the sandbox creates for a project. Git ignores it. */
export function sandboxFolder(project: Project): string {
  return join(project.root, ".sandbox");
}

/** The passphrase from the environment, as the CLI reads it, else the default. @throws UserError as `passphraseSetting` does. */
export function passphrase(): string {
  return passphraseSetting() ?? sandboxPassphrase;
}

/** A stack of a project: its config in `Pulumi.<stack>.yaml`, its state in `.sandbox/stacks/<stack>.json`. */
export class Stack {
  /**
   * @param detachment Reads the config without its secrets and accounts. Default: reads it as it is.
   * @throws UserError for an invalid stack name.
   */
  constructor(
    readonly project: Project,
    readonly name: string,
    private readonly detachment?: Detachment,
  ) {
    if (isStackName(name)) return;
    throw new UserError(
      `--stack ${JSON.stringify(name)}: a stack name may only contain alphanumeric, hyphens, underscores, or periods, at most 100`,
    );
  }

  /** The stacks of a project that have a state, sorted by name. */
  static all(project: Project): Stack[] {
    const folder = stacksFolder(project);
    const files = folderExists(folder) ? readdirSync(folder).filter((name) => name.endsWith(".json")) : [];
    const names = files.map((name) => name.slice(0, -".json".length)).filter(isStackName);
    return names.sort().map((name) => new Stack(project, name));
  }

  /** Opens the config, which may not exist yet. */
  config(): StackConfigFile {
    const { project, name, detachment } = this;
    const { stackConfigFolder, name: projectName } = project;
    return StackConfigFile.open(stackConfigFolder, name, projectName, passphrase(), detachment, project);
  }

  get statePath(): string {
    return join(stacksFolder(this.project), `${this.name}.json`);
  }

  /**
   * Reads the state. A stack without one has no resources.
   *
   * @throws UserError if it cannot be read or is corrupt.
   */
  state(): StateFile {
    const state = StateFile.read(this.statePath, passphrase(), () => this.config().crypter());
    if (state.integrityError === undefined) return state;
    throw new UserError(
      `${this.statePath}: state file contains errors: ${state.integrityError}; export the stack, fix the file and import it`,
    );
  }

  /** @throws UserError if there is no state. */
  mustExist(): void {
    folderExists(stacksFolder(this.project));
    if (!existsSync(this.statePath)) throw new UserError(`no stack named '${this.name}' found`, 6);
  }

  /**
   * The outputs of another stack, for a stack reference.
   *
   * @param name `<stack>` or `<organization>/<project>/<stack>`.
   * @throws UserError if there is no such stack in this project, or its state cannot be read.
   */
  outputsOf(name: string): PropertyMap {
    const [stack = "", project = this.project.name] = name.split("/").reverse();
    const other = Stack.all(this.project).find((candidate) => candidate.name === stack);
    if (project !== this.project.name || other === undefined) throw new UserError(`unknown stack "${name}"`);
    const { resources } = other.state().checkpoint;
    return resources.find((resource) => resource.type === stackType && !resource.delete)?.outputs ?? {};
  }

  /**
   * The state in the format of the CLI's `stack import`. A corrupt state can be exported, too, so that the user can fix it.
   *
   * @param showSecrets Exports secrets in plaintext. Only this needs the passphrase.
   * @throws UserError if there is no state.
   */
  exportDeployment(showSecrets = false): string {
    this.mustExist();
    if (!showSecrets) return exportedText(StateFile.readText(this.statePath));
    const state = StateFile.read(this.statePath, passphrase(), () => this.config().crypter());
    return deploymentText(state.withSecretsShown());
  }

  /**
   * Replaces the state with an exported deployment, of the sandbox or the CLI, whose secrets have the same passphrase. Its pending
   * operations are dropped. Source: pulumi/pulumi, `SaveSnapshot` in `pkg/cmd/pulumi/stack/io.go`.
   *
   * @param options.force Imports a deployment of another stack or a corrupt one with a warning. Default: refuses it.
   * @param options.source The origin of the text, for messages.
   * @throws UserError if the text is not a deployment or is refused, or the stack is locked.
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

  /**
   * Edits the resources of the state.
   *
   * @throws UserError as `state` does, if the change is refused, or if the stack is locked.
   */
  async edit(change: (resources: readonly ResourceState[]) => readonly ResourceState[]): Promise<void> {
    const lock = this.lock();
    try {
      const state = this.state();
      await state.edit(change(state.checkpoint.resources));
    } finally {
      lock.release();
    }
  }

  /** The reasons not to import a deployment into this stack. */
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
   * Locks the stack for changes. Readers need no lock, because the state is replaced atomically.
   *
   * @throws UserError if it is locked.
   */
  lock(): ProcessLock {
    try {
      return ProcessLock.acquire(this.#lockPath);
    } catch (error) {
      throw error instanceof HeldError ? this.#locked(error.holder.pid) : error;
    }
  }

  /** @throws UserError if the stack is locked. */
  mustNotBeLocked(): void {
    const holder = ProcessLock.holder(this.#lockPath);
    if (holder !== undefined) throw this.#locked(holder.pid);
  }

  get #lockPath(): string {
    return join(stacksFolder(this.project), this.name);
  }

  #locked(pid: number): UserError {
    return new UserError(
      `the stack '${this.name}' is currently locked by process ${pid}: wait for it to end, or end it, which releases the lock`,
    );
  }
}

function isStackName(name: string): boolean {
  return /^[\w.-]{1,100}$/.test(name);
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

/** The text of a state file in lines; a corrupt one as it is. */
function exportedText(text: string): string {
  try {
    return deploymentText(JSON.parse(text));
  } catch {
    return text;
  }
}
