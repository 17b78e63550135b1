import type { StepInfo, StepOp } from "../events/events";
import { deepEquals } from "../values/property";
import { InitError, ProviderError, ProviderGoneError } from "../providers/provider";
import { diffResource } from "../providers/provider-diff";
import type { ProviderRegistry } from "../providers/provider-registry";
import type { Registered } from "../runtime/registration";
import type { ResourceState } from "../state/resource-state";
import { isProviderType, type Urn } from "../values/urn";
import { unknownText } from "../values/wire";

export interface StepContext {
  readonly dryRun: boolean;
  readonly providers: ProviderRegistry;
  /** The resources that this operation deletes, as far as planned. */
  readonly deleted: ReadonlySet<Urn>;
  /** Whether the operation is a refresh, in which refresh steps count as changes. */
  readonly refreshing: boolean;
}

/** Reports the result of a registration to the program. */
type Done = (registered: Registered) => void;

/**
 * One change of one resource. A step is executed once. It fills in `new`, and may mark `old` as deleted or replaced.
 * Source: pulumi/pulumi, `pkg/resource/deploy/step.go`.
 */
export interface Step extends Omit<StepInfo, "new"> {
  new: ResourceState | undefined;
  /** Whether the step itself changes the stack's state. */
  readonly persisted: boolean;
  /** @throws StepFailure */
  apply(): Promise<void>;
  /** Reports to the program; called after the state is saved. */
  complete(): void;
  /** The change that a refresh found; else the step's op. */
  resultOp(): StepOp;
  /** Resolves when the step has succeeded, has failed, or has been cancelled. */
  readonly settled: Promise<void>;
  settle(): void;
}

/** @param partial The resource exists, and its state must be kept. */
export class StepFailure extends Error {
  override readonly name = "StepFailure";
  constructor(
    message: string,
    readonly partial: boolean,
    /** Nothing was attempted, so other steps may continue. */
    readonly harmless = false,
    /** Whether the step took effect is unknown. */
    readonly unclear = false,
  ) {
    super(message);
  }
}

type StepParts = Pick<Step, "op" | "apply"> &
  Partial<Pick<Step, "complete" | "resultOp" | "logical" | "replaceKeys" | "persisted">> & {
    readonly old?: ResourceState | undefined;
    readonly new?: ResourceState | undefined;
  };

function step(parts: StepParts): Step {
  const resource = parts.new ?? parts.old;
  if (resource === undefined) throw new Error(`a ${parts.op} step needs a resource`);
  let settle: () => void = () => undefined;
  const settled = new Promise<void>((resolve) => (settle = resolve));
  return {
    settled,
    settle: () => settle(),
    urn: resource.urn,
    type: resource.type,
    logical: true,
    persisted: true,
    replaceKeys: [],
    complete: () => undefined,
    resultOp: () => parts.op,
    ...parts,
    old: parts.old,
    new: parts.new,
  };
}

/** An unchanged resource: the new state takes id and outputs from the old one. */
export function sameStep(
  { providers }: StepContext,
  old: ResourceState,
  next: ResourceState,
  done: Done,
): Step {
  return step({
    op: "same",
    old,
    new: next,
    async apply() {
      next.id = old.id;
      next.outputs = old.outputs;
      if (isProviderType(next.type)) await providers.load({ ...next, inputs: old.inputs });
    },
    complete: () => done({ state: next }),
  });
}

/** Skips a resource that does not exist and is not created in this operation. It is not in the state. */
export function skippedCreateStep(next: ResourceState, done: Done): Step {
  return step({
    op: "same",
    new: next,
    persisted: false,
    apply: () => Promise.resolve(),
    complete: () => done({ state: next, unknown: true }),
  });
}

export interface Replacement {
  readonly old: ResourceState;
  readonly replaceKeys: readonly string[];
  /** Whether the old object is deleted after the new one is created. */
  readonly deleteAfterwards: boolean;
}

/** Creates an object. As part of a replacement it also marks the old one for deletion. */
export function createStep(
  context: StepContext,
  next: ResourceState,
  done: Done,
  replacement?: Replacement,
): Step {
  return step({
    op: replacement === undefined ? "create" : "create-replacement",
    old: replacement?.old,
    new: next,
    logical: replacement === undefined,
    replaceKeys: replacement?.replaceKeys ?? [],
    async apply() {
      const failure = next.custom ? await createObject(context, next) : undefined;
      next.created = next.modified = new Date().toISOString();
      if (replacement?.deleteAfterwards) replacement.old.delete = true;
      if (failure !== undefined) throw failure;
    },
    complete: () => done({ state: next }),
  });
}

async function createObject(
  { dryRun, providers }: StepContext,
  next: ResourceState,
): Promise<StepFailure | undefined> {
  if (isProviderType(next.type)) {
    next.id = await providers.create(next, dryRun);
    next.outputs = next.inputs;
    return undefined;
  }
  const host = providers.get(next.provider);
  if (dryRun) {
    next.outputs = next.inputs;
    return undefined;
  }
  const { result, failure } = await partially(host.create(next.urn, next.inputs));
  if (result.id === "") throw new StepFailure("provider did not return an ID from Create", false);
  next.id = result.id;
  next.outputs = result.outputs;
  next.initErrors = failure?.reasons ?? [];
  return failure?.step;
}

/** Updates an object in place. */
export function updateStep(
  { dryRun, providers }: StepContext,
  old: ResourceState,
  next: ResourceState,
  ignoreChanges: readonly string[],
  done: Done,
): Step {
  return step({
    op: "update",
    old,
    new: next,
    async apply() {
      next.id = old.id;
      next.outputs = next.inputs;
      if (!next.custom) return;
      if (isProviderType(next.type)) {
        await providers.update(next);
      } else if (!dryRun) {
        const host = providers.get(next.provider);
        const { result, failure } = await partially(host.update(next.urn, old, next.inputs, ignoreChanges));
        next.outputs = failure === undefined ? result : failure.outputs;
        next.initErrors = failure?.reasons ?? [];
        if (failure !== undefined) {
          next.modified = new Date().toISOString();
          // The object was not updated to the new inputs.
          next.inputs = old.inputs;
          throw failure.step;
        }
      }
      next.modified = new Date().toISOString();
    },
    complete: () => done({ state: next }),
  });
}

/**
 * Reports a replacement as a whole; the steps around it are its parts.
 *
 * @param deletion The delete-replaced step, if it is in the plan of another resource. This step waits for it.
 */
export function replaceStep(
  old: ResourceState,
  next: ResourceState,
  replaceKeys: readonly string[],
  deletion?: Step,
): Step {
  const apply = (): Promise<void> => deletion?.settled ?? Promise.resolve();
  return step({ op: "replace", old, new: next, replaceKeys, persisted: false, apply });
}

/** Deletes an object that the program does not declare any more. */
export function deleteStep(context: StepContext, old: ResourceState): Step {
  return step({
    op: old.external ? "discard" : "delete",
    old,
    async apply() {
      if (old.protect) throw new StepFailure(protectedMessage(old), false, true);
      await deleteObject(context, old);
    },
  });
}

/**
 * Deletes an object that is replaced.
 *
 * @param pending Whether the replacement does not exist yet. Then the old state is kept until it does.
 */
export function deleteReplacedStep(context: StepContext, old: ResourceState, pending: boolean): Step {
  return step({
    op: old.external ? "discard-replaced" : "delete-replaced",
    old,
    logical: false,
    async apply() {
      await deleteObject(context, old);
      if (pending) old.pendingReplacement = true;
    },
  });
}

async function deleteObject({ dryRun, providers, deleted }: StepContext, old: ResourceState): Promise<void> {
  if (dryRun || old.external || old.retainOnDelete || deleted.has(old.deletedWith)) return;
  if (!old.custom || isProviderType(old.type)) return;
  await asStepFailure(providers.get(old.provider).delete(old));
}

/** Removes from the state an object that was deleted in order to be replaced, and which the program does not declare any more. */
export function removePendingReplaceStep(old: ResourceState): Step {
  return step({ op: "remove-pending-replace", old, logical: false, apply: () => Promise.resolve() });
}

/** Reads an object that is not managed by the stack. Unlike most steps it does so in a preview, too. */
export function readStep(
  { providers }: StepContext,
  old: ResourceState | undefined,
  next: ResourceState,
  done: Done,
  replacing = false,
): Step {
  return step({
    op: replacing ? "read-replacement" : "read",
    old,
    new: next,
    logical: !replacing,
    async apply() {
      if (next.id !== unknownText) {
        const read = providers.get(next.provider).read(next.urn, next.id, next.inputs, next.inputs);
        const result = await asStepFailure(read);
        next.outputs = result.outputs;
        if (result.id !== "") next.id = result.id;
      }
      if (replacing && old !== undefined) old.delete = true;
      next.created = old?.created;
      next.modified =
        old !== undefined && !(deepEquals(old.inputs, next.inputs) && deepEquals(old.outputs, next.outputs))
          ? new Date().toISOString()
          : old?.modified;
    },
    complete: () => done({ state: next }),
  });
}

/**
 * Imports an existing object. The current host of dynamic providers cannot read an object without its inputs, so this fails with its error.
 * If a later host can, the import needs the CLI.
 */
export function importStep(
  { providers }: StepContext,
  old: ResourceState | undefined,
  next: ResourceState,
): Step {
  return step({
    op: old === undefined ? "import" : "import-replacement",
    old,
    new: next,
    async apply() {
      await asStepFailure(providers.get(next.provider).read(next.urn, next.importID, {}, {}));
      throw new StepFailure("the option `import` needs the pulumi CLI", false);
    },
  });
}

/** Updates the state of a resource to match its object. `new` becomes undefined if the object does not exist. */
export function refreshStep(
  { providers, refreshing }: Pick<StepContext, "providers" | "refreshing">,
  old: ResourceState,
  /** If the program runs: the resource as registered, and a callback for the result. */
  registering?: { readonly next: ResourceState; readonly done: (state: ResourceState | undefined) => void },
): Step {
  let resultOp: StepOp = "same";
  const subject = registering?.next ?? old;
  const refresh = step({
    op: "refresh",
    old,
    new: old,
    resultOp: () => resultOp,
    complete: () => registering?.done(refresh.new),
    logical: refreshing,
    // A refresh of all resources replaces the state as a whole.
    persisted: registering !== undefined,
    apply,
  });
  return refresh;

  async function apply(): Promise<void> {
    if (!old.custom || isProviderType(old.type) || old.pendingReplacement) {
      if (registering !== undefined) refresh.new = { ...old };
      return;
    }
    const host = providers.get(subject.provider);
    const read = await asStepFailure(host.read(subject.urn, old.id, old.inputs, old.outputs));
    if (read.id === "") {
      refresh.new = undefined;
      resultOp = "delete";
      return;
    }
    const next: ResourceState = {
      ...(registering?.next ?? old),
      id: read.id,
      inputs: read.inputs ?? old.inputs,
      outputs: read.outputs,
      initErrors: [],
    };
    const changed = !deepEquals(next.inputs, old.inputs) || !deepEquals(next.outputs, old.outputs);
    if (changed) next.modified = new Date().toISOString();
    refresh.new = next;
    if (old.external) {
      resultOp = deepEquals(next.outputs, old.outputs) ? "same" : "update";
      return;
    }
    // The change that an `up` of the unchanged program would make after this refresh.
    const diff = await asStepFailure(
      diffResource(host, next, old.inputs, { ignoreChanges: old.ignoreChanges, replaceOnChanges: [] }),
    );
    resultOp = diff.changes ? "update" : "same";
  }
}

interface PartialFailureParts {
  readonly step: StepFailure;
  readonly reasons: string[];
  readonly outputs: InitError["outputs"];
}

/** Waits for a create or an update. A partial failure is a result. @throws StepFailure for any other failure. */
async function partially<Result>(
  operation: Promise<Result>,
): Promise<{ readonly result: Result; readonly failure: PartialFailureParts | undefined }> {
  try {
    return { result: await operation, failure: undefined };
  } catch (error) {
    if (!(error instanceof InitError)) throw toStepFailure(error);
    return {
      result: { id: error.id, outputs: error.outputs } as Result,
      failure: {
        step: new StepFailure(listReasons(error.reasons), true),
        reasons: [...error.reasons],
        outputs: error.outputs,
      },
    };
  }
}

/** In the format of HashiCorp's go-multierror, which Pulumi's engine uses. */
function listReasons(reasons: readonly string[]): string {
  if (reasons.length === 0) return "resource init failed";
  const title = reasons.length === 1 ? "1 error occurred:" : `${reasons.length} errors occurred:`;
  return `${title}\n${reasons.map((reason) => `\t* ${reason}\n`).join("")}\n`;
}

async function asStepFailure<Result>(operation: Promise<Result>): Promise<Result> {
  try {
    return await operation;
  } catch (error) {
    throw toStepFailure(error);
  }
}

function toStepFailure(error: unknown): StepFailure {
  if (error instanceof ProviderError) {
    return new StepFailure(error.message, false, false, error instanceof ProviderGoneError);
  }
  throw error;
}

function protectedMessage({ urn }: ResourceState): string {
  return [
    `resource "${urn}" cannot be deleted`,
    "because it is protected. To unprotect the resource, either remove the `protect` flag from the resource in your Pulumi program and run `pulumi up`, or use the command:",
    `\`pulumi state unprotect '${urn}'\``,
  ].join("\n");
}
