import type { TestProject } from "./project";

/** The passphrase of all stacks, so that a state can go from one to another. */
export const testPassphrase = "a passphrase for tests";

/** How an operation ended, whichever engine did it. */
export interface Outcome {
  readonly succeeded: boolean;
  /** How many resources each op was for: `{create: 2, same: 1}`. */
  readonly changes: Readonly<Record<string, number>>;
  /** All that was printed, on stdout and stderr. */
  readonly output: string;
}

/** A resource as the state has it, secrets encrypted. */
export interface StoredResource {
  readonly urn: string;
  readonly id?: string;
  readonly type: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly initErrors?: readonly string[];
}

export interface PolicyFlags {
  /** Folders of policy packs, from the project's. */
  readonly policyPacks?: readonly string[];
  /** Files that configure them, one for each. */
  readonly policyPackConfigs?: readonly string[];
}

export interface UpFlags extends PolicyFlags {
  /** Changes nothing unless a preview succeeds. */
  readonly previewFirst?: boolean;
  /** Brings the state to what the objects are before. */
  readonly refresh?: boolean;
}

export interface RunFlags {
  /** Runs the program too, so that the providers are configured as it says now. */
  readonly runProgram?: boolean;
}

/** A stack on one of the two engines. */
export interface TestStack {
  /** Sets config values; those in `secrets` encrypted. */
  configure(
    values: Readonly<Record<string, string>>,
    secrets?: Readonly<Record<string, string>>,
  ): Promise<void>;
  preview(flags?: PolicyFlags): Promise<Outcome>;
  up(flags?: UpFlags): Promise<Outcome>;
  refresh(flags?: RunFlags): Promise<Outcome>;
  destroy(flags?: RunFlags): Promise<Outcome>;
  /** The deployment, as `stack export` prints it. */
  exportState(): Promise<string>;
  /** Makes a deployment the stack's. @returns what was printed; rejects with the message if it is refused. */
  importState(deployment: string): Promise<string>;
  /** The stored deployment, as text: for looking for what must not be there. */
  stateText(): Promise<string>;
  /** The state's list of resources. */
  allResources(): Promise<readonly StoredResource[]>;
  /** Those of the state that the program manages, by their name; the stack and providers left out. */
  resources(): Promise<Readonly<Record<string, StoredResource>>>;
  /** The outputs of the program. */
  outputs(): Promise<Readonly<Record<string, unknown>>>;
}

export interface EngineOptions {
  /** The stack's name. Default: `dev`. */
  readonly stack?: string;
  /** How many steps run at once; by default what the engine makes of the machine. */
  readonly parallel?: number;
}

/** Makes a stack of a project. `env` is what program and host find in their environment. */
export type Engine = (
  project: TestProject,
  env: Readonly<Record<string, string>>,
  options?: EngineOptions,
) => Promise<TestStack>;

interface StoredDeployment {
  readonly deployment: { readonly resources?: readonly StoredResource[] };
}

/** The parts of a stack that follow from its stored deployment. */
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
