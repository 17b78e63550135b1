import { runtime } from "@pulumi/pulumi";
import type { ResourceDefinition } from "../definition/definition";
import { typeToken } from "../definition/kind";
import { withoutReservedKeys } from "../definition/state-keys";
import { ConnectorsError, withCode } from "../errors/connectors-error";
import { kinds } from "../kinds";
import { completeInputs } from "../lifecycle/complete-inputs";
import { collectorKey, type Collecting } from "../program/errors";
import { markSecrets } from "../secrets/mark-secrets";
import { scrubberFor } from "../secrets/scrub";
import { definedKeys, type Fields } from "../values/fields";
import { unknownValue } from "../values/unknowns";
import { checkResource } from "./check-resource";
import { describeFailure } from "./failure";
import { Findings } from "./findings";
import { hostInputs } from "./inputs";
import { missingMock } from "./missing-mock";
import { sampleOf } from "./sample";

type ResourceArgs = runtime.MockResourceArgs;
type ResourceResult = runtime.MockResourceResult;

/** Options of {@link connectorMocks}. */
export interface MockOptions {
  /**
   * Called for every resource that the program makes or reads. Undefined leaves it to the default. For a resource of this package, what is
   * returned replaces the id and single outputs.
   *
   * Default: another package's resource has its inputs for outputs, and is listed in `notChecked`.
   */
  readonly newResource?: (
    args: ResourceArgs,
  ) => ResourceResult | undefined | Promise<ResourceResult | undefined>;
  /** Called for every call of another package's function. Default, and for undefined: the call fails, and is listed in `notChecked`. */
  readonly call?: (
    args: runtime.MockCallArgs,
  ) => runtime.MockCallResult | undefined | Promise<runtime.MockCallResult | undefined>;
  /** Whether a variable that `fromEnv` names and that is not set is a problem. Default: no; it is listed in `notChecked`. */
  readonly variablesMustBeSet?: boolean;
}

/** Mocks for `pulumi.runtime.setMocks`. */
export interface ConnectorMocks extends runtime.Mocks {
  /** What is wrong so far: one line each, with the kind and name of the resource and the path, without a secret. */
  readonly problems: readonly string[];
  /** What could not be checked so far, in the same form. */
  readonly notChecked: readonly string[];
  /** Waits until the program has made all of its resources. Never rejects. */
  settle(): Promise<void>;
  /**
   * Waits for all resources, and ends the collecting.
   *
   * @throws ConnectorsError with the code `PC_INVALID_PROGRAM` that lists every problem of every resource.
   */
  verify(): Promise<void>;
}

/** Rounds of the event loop in which nothing happens, after which nothing more is awaited. */
const quietRounds = 20;

/**
 * Makes mocks that run the checks of the provider over every resource of this package, without an engine and without a request. They
 * collect what is wrong, so that a program can make all of its resources; errors that a constructor or `fromEnv` would throw are collected, too,
 * until `verify` is called. Settings are read from the stack config and the environment, and checked if they are there.
 */
export function connectorMocks(options: MockOptions = {}): ConnectorMocks {
  return new CheckingMocks(options);
}

const definitions: ReadonlyMap<string, ResourceDefinition> = new Map(
  kinds.map((definition) => [typeToken(definition.kind), definition]),
);

/** @internal */
export class CheckingMocks implements ConnectorMocks {
  readonly findings = new Findings();
  /** How many resources of this package the program has made. */
  resourceCount = 0;
  #requests = 0;

  constructor(private readonly options: MockOptions) {
    (globalThis as Collecting)[collectorKey] = (error) => {
      this.failed(error);
      return unknownValue;
    };
  }

  get problems(): readonly string[] {
    return this.findings.problems;
  }

  get notChecked(): readonly string[] {
    return this.findings.notChecked;
  }

  async newResource(args: ResourceArgs): Promise<ResourceResult> {
    this.#requests++;
    const findings = this.findings.part();
    const definition = definitions.get(args.type);
    const result = definition === undefined ? undefined : await this.#ours(definition, args, findings);
    const given = await this.options.newResource?.(args);
    if (args.transforms?.length) this.registerTransform();
    if (definition === undefined || result === undefined) return given ?? this.#other(args, findings);
    const { id, outputs } = result;
    const state = { ...outputs, ...given?.state };
    return { id: given?.id ?? id, state: withoutReservedKeys(markSecrets(definition, state)) };
  }

  async call(args: runtime.MockCallArgs): Promise<runtime.MockCallResult> {
    const result = await this.options.call?.(args);
    if (result !== undefined) return result;
    const error = missingMock(args.token);
    this.findings.isNotChecked(error.message);
    throw error;
  }

  registerTransform(): void {
    this.findings.isNotChecked("transforms of resources: only an engine runs them");
  }

  /** Collects an error of the program. */
  failed(error: unknown, where = ""): void {
    this.findings.failure(describeFailure(error) + where, scrubberFor(secretConfig()));
  }

  async settle(): Promise<void> {
    let quiet = 0;
    for (let before = -1; quiet < quietRounds; before = this.#requests) {
      quiet = this.#requests === before ? quiet + 1 : 0;
      // Rejects with the error of a resource whose inputs could not be had.
      await runtime.disconnect().catch((error: unknown) => this.failed(error));
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** @param cause The error that ended the program. */
  async verify(cause?: unknown): Promise<void> {
    await this.settle();
    Reflect.deleteProperty(globalThis, collectorKey);
    const { problems } = this;
    if (problems.length === 0) return;
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    const message = [`the program has ${count}:`, ...problems.map((problem) => `  ${problem}`)].join("\n");
    throw new ConnectorsError("PC_INVALID_PROGRAM", withCode(message, "PC_INVALID_PROGRAM"), { cause });
  }

  /** Checks a resource of this package, and returns what its platform would. */
  async #ours(
    definition: ResourceDefinition,
    { name, id: readId, inputs: marked }: ResourceArgs,
    findings: Findings,
  ): Promise<{ readonly id: string; readonly outputs: Fields }> {
    const inputs = completeInputs(definition, {}, hostInputs(marked));
    const isRead = Boolean(readId) && definedKeys(withoutReservedKeys(inputs)).length === 0;
    if (!isRead) {
      this.resourceCount++;
      const { variablesMustBeSet = false } = this.options;
      const config = (key: string): string | undefined => runtime.getConfig(key);
      await checkResource(definition, name, inputs, { config, variablesMustBeSet }, findings);
    }
    const { id, outputs } = await sampleOf(definition, name, inputs);
    if (!isRead || !readId) return { id, outputs: { ...inputs, ...outputs } };
    // Of an object that is only read, nobody here knows the arguments.
    const known = Object.entries(outputs).filter(([, value]) => value !== null);
    return { id: readId, outputs: { ...inputs, ...Object.fromEntries(known) } };
  }

  #other({ type, name, id, inputs, custom }: ResourceArgs, findings: Findings): ResourceResult {
    const state = inputs as Record<string, unknown>;
    if (custom !== true) return { id: undefined, state };
    if (type === "pulumi:pulumi:StackReference") return stackReference(name, state, findings);
    findings.isNotChecked(`${type} ${JSON.stringify(name)}: a resource of another package`);
    return { id: id === undefined || id === "" ? `${name}-id` : id, state };
  }
}

/** A part of the SDK's runtime that its types leave out. */
interface ConfigRuntime {
  readonly isConfigSecret?: (key: string) => boolean;
}

/** The values of the stack config that are secret: an error of the SDK repeats a value that has the wrong type. */
function secretConfig(): string[] {
  const { isConfigSecret } = runtime as ConfigRuntime;
  return Object.entries(runtime.allConfig()).flatMap(([key, value]) =>
    isConfigSecret?.(key) ? [value] : [],
  );
}

function stackReference(name: string, inputs: Fields, findings: Findings): ResourceResult {
  findings.isNotChecked(`StackReference ${JSON.stringify(name)}: its outputs are not known`);
  // Outside a preview everything is known, so there it has none.
  const outputs = runtime.isDryRun()
    ? { outputs: unknownValue, secretOutputNames: unknownValue }
    : { outputs: {}, secretOutputNames: [] };
  return { id: typeof inputs.name === "string" ? inputs.name : name, state: { ...inputs, ...outputs } };
}
