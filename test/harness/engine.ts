import type { TestProject } from "./project";

/** The passphrase of all stacks, so that they can exchange states. */
export const testPassphrase = "a passphrase for tests";

/** The result of an operation on either engine. */
export interface Outcome {
  readonly succeeded: boolean;
  /** The number of resources by op: `{create: 2, same: 1}`. */
  readonly changes: Readonly<Record<string, number>>;
  /** Everything printed on stdout and stderr. */
  readonly output: string;
}

/** A resource in the state, secrets encrypted. */
export interface StoredResource {
  readonly urn: string;
  readonly id?: string;
  readonly type: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly initErrors?: readonly string[];
}

export interface PolicyFlags {
  /** Folders of policy packs, relative to the project. */
  readonly policyPacks?: readonly string[];
  /** Their config files, in the same order. */
  readonly policyPackConfigs?: readonly string[];
}

export interface PreviewFlags extends PolicyFlags {
  /** Shows the changes in detail, as with `--diff`. */
  readonly diff?: boolean;
}

export interface UpFlags extends PolicyFlags {
  /** Runs a preview first, and stops if it fails. */
  readonly previewFirst?: boolean;
  /** URNs of resources to replace. */
  readonly replace?: readonly string[];
  /** Refreshes the state first. */
  readonly refresh?: boolean;
}

export interface RunFlags {
  /** Runs the program, so that providers get the current configuration. */
  readonly runProgram?: boolean;
}

export interface SecretFlags {
  /** In the clear, as with `--show-secrets`. */
  readonly showSecrets?: boolean;
}

/** A stack on one of the two engines. */
export interface TestStack {
  /** Sets config values, encrypting those in `secrets`. */
  configure(
    values: Readonly<Record<string, string>>,
    secrets?: Readonly<Record<string, string>>,
  ): Promise<void>;
  preview(flags?: PreviewFlags): Promise<Outcome>;
  up(flags?: UpFlags): Promise<Outcome>;
  refresh(flags?: RunFlags): Promise<Outcome>;
  destroy(flags?: RunFlags): Promise<Outcome>;
  /** What `preview --json` prints. The embedded engine has no way to show secrets in it. */
  previewJson(flags?: SecretFlags): Promise<string>;
  /** The deployment, as `stack export` prints it. */
  exportState(flags?: SecretFlags): Promise<string>;
  /** Replaces the stack's state. @returns what was printed; rejects with the message if it is refused. */
  importState(deployment: string): Promise<string>;
  /** The stored deployment as JSON text, to search it for secrets. */
  stateText(): Promise<string>;
  /** All resources in the state. */
  allResources(): Promise<readonly StoredResource[]>;
  /** The resources in the state by name, without the stack and providers. */
  resources(): Promise<Readonly<Record<string, StoredResource>>>;
  /** The outputs of the program. */
  outputs(): Promise<Readonly<Record<string, unknown>>>;
}

export interface EngineOptions {
  /** The stack's name. Default: `dev`. */
  readonly stack?: string;
  /** How many steps run concurrently. Default: the engine's. */
  readonly parallel?: number;
}

/** Creates a stack of a project. `env` is the environment of the program and the provider host. */
export type Engine = (
  project: TestProject,
  env: Readonly<Record<string, string>>,
  options?: EngineOptions,
) => Promise<TestStack>;

interface StoredDeployment {
  readonly deployment: { readonly resources?: readonly StoredResource[] };
}

/** The methods of a stack that only read its stored deployment. */
export function reading(
  stateText: () => Promise<string>,
): Pick<TestStack, "stateText" | "allResources" | "resources" | "outputs"> {
  const all = async (): Promise<readonly StoredResource[]> =>
    (JSON.parse(await stateText()) as StoredDeployment).deployment.resources ?? [];
  return {
    stateText,
    allResources: all,
    async resources() {
      const managed = (await all()).filter(({ type }) => !type.startsWith("pulumi:"));
      return Object.fromEntries(
        managed.map((resource): [string, StoredResource] => [
          resource.urn.split("::").at(-1) ?? "",
          resource,
        ]),
      );
    },
    async outputs() {
      const stack = (await all()).find(({ type }) => type === "pulumi:pulumi:Stack");
      return stack?.outputs ?? {};
    },
  };
}
