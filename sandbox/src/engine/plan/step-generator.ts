import { randomBytes } from "node:crypto";
import { AliasResolver } from "./aliases";
import { scheduleDeletions } from "./deletion-schedule";
import { DependencyGraph } from "../state/dependency-graph";
import { dependentReplacements, type DependentReplacement } from "./dependent-replacements";
import type { PolicyChecks } from "../policy/policy-checks";
import { redacted, deepEquals, type PropertyMap } from "../values/property";
import type { CheckFailure, DiffResult } from "../providers/provider";
import { diffResource, ignoreChanges } from "../providers/provider-diff";
import type { ProviderRegistry } from "../providers/provider-registry";
import type { Goal, ReadEvent, RegisterEvent } from "../runtime/registration";
import { dependenciesOf, newResourceState, providerUrn, type ResourceState } from "../state/resource-state";
import {
  createStep,
  deleteReplacedStep,
  deleteStep,
  importStep,
  readStep,
  refreshStep,
  removePendingReplaceStep,
  replaceStep,
  sameStep,
  skippedCreateStep,
  updateStep,
  type Step,
  type StepContext,
} from "../steps/steps";
import { isProviderType, makeUrn, type Urn } from "../values/urn";
import type { UrnPatterns } from "../values/urn-patterns";

/** Thrown if planning cannot continue. The reason has been reported. */
export class Bail extends Error {
  override readonly name = "Bail";
}

/** What happens to the resources of the program. */
export type GeneratorMode =
  /** They are created and updated. */
  | "update"
  /** They are read, and none is created. The program runs for its provider configuration. */
  | "refresh"
  /** They are deleted, and none is created. */
  | "destroy";

export interface GeneratorOptions {
  readonly mode: GeneratorMode;
  /** Whether to refresh each resource before planning it. */
  readonly refresh: boolean;
  readonly dryRun: boolean;
  readonly stack: string;
  readonly project: string;
  /** The resources before this operation, after a refresh if there is one. */
  readonly resources: readonly ResourceState[];
  readonly providers: ProviderRegistry;
  readonly policies: PolicyChecks;
  /** The resources to replace even if nothing has changed. Default: none. */
  readonly replacements?: UrnPatterns;
  readonly report: (severity: "info" | "error", urn: Urn, message: string) => void;
}

/** The plan for a registration. */
export type Plan =
  | { readonly steps: Step[] }
  /** A refresh; `resume` then makes the rest of the plan. */
  | { readonly refresh: Step; readonly resume: Promise<() => Promise<Step[]>> };

/** A resource that is being planned. */
interface Registration {
  readonly event: RegisterEvent;
  readonly next: ResourceState;
  /** Its former state; undefined if it does not exist. */
  readonly old: ResourceState | undefined;
}

/** A registration of an existing resource. */
type Reregistration = Registration & { readonly old: ResourceState };

/**
 * Plans the steps for the resources that the program registers, one after the other, with the help of their providers. Follows the decisions
 * and the order of pulumi/pulumi, `pkg/resource/deploy/step_generator.go`.
 */
export class StepGenerator {
  /** Whether an error was reported that does not stop a preview. */
  errored = false;

  readonly #context: StepContext;
  readonly #graph: DependencyGraph;
  readonly #olds = new Map<Urn, ResourceState>();
  readonly #aliases: AliasResolver;
  readonly #registered = new Set<Urn>();
  /** The URNs planned in this operation, other than deletions. */
  readonly #operatedOn = new Set<Urn>();
  readonly #replaced = new Set<Urn>();
  readonly #deleted = new Set<Urn>();
  /** Resources that do not exist and are not created in this mode. */
  readonly #skipped = new Set<Urn>();
  /** The current states of resources to be deleted by a destroy. */
  readonly #toDelete: ResourceState[] = [];
  readonly #refreshed = new Map<ResourceState, ResourceState>();
  /** Resources that are deleted because a dependency is: the inputs that require it, and the step. */
  readonly #deletedDependents = new Map<
    ResourceState,
    { readonly keys: readonly string[]; readonly deletion: Step }
  >();

  /** In a preview: for each analyzed resource, whether it violates a mandatory policy. */
  readonly #analyses: (readonly [Urn, Promise<boolean>])[] = [];
  readonly #providerStates = new Map<Urn, ResourceState>();
  /** The new states of the resources registered in this operation. */
  readonly #news = new Map<
    Urn,
    { readonly state: ResourceState; readonly deleteBeforeReplace?: boolean | undefined }
  >();

  constructor(private readonly options: GeneratorOptions) {
    const { stack, project, resources, providers, dryRun, mode } = options;
    this.#context = { dryRun, providers, deleted: this.#deleted, refreshing: mode === "refresh" };
    this.#graph = new DependencyGraph(resources);
    for (const resource of resources) {
      if (!resource.delete) this.#olds.set(resource.urn, resource);
    }
    this.#aliases = new AliasResolver(stack, project, this.#olds);
  }

  /** @throws Bail if the resource is invalid. */
  async register(event: RegisterEvent): Promise<Plan> {
    const { goal } = event;
    const urn = this.#newUrn(goal);
    const { old, alias, conflicts } = this.#aliases.resolve({ ...goal, urn }, this.#registered);
    for (const message of conflicts) this.options.report("error", urn, message);
    if (conflicts.length > 0) throw new Bail(`resource ${urn} is invalid`);
    const next = stateOfGoal(urn, goal, alias, old);
    this.#registered.add(urn);
    this.#news.set(urn, { state: next, deleteBeforeReplace: goal.deleteBeforeReplace });
    if (!this.options.refresh || old === undefined) return { steps: await this.#plan({ event, old, next }) };

    this.#operatedOn.add(urn);
    let refreshed: (state: ResourceState | undefined) => void;
    const resume = new Promise<ResourceState | undefined>((resolve) => (refreshed = resolve));
    const refresh = refreshStep(this.#context, old, { next, done: (state) => refreshed(state) });
    return {
      refresh,
      resume: resume.then((state) => {
        if (state !== undefined) {
          this.#graph.alias(state, old);
          this.#refreshed.set(old, state);
        }
        return () => this.#plan({ event, old: state, next });
      }),
    };
  }

  /** @throws Bail if the resource is invalid. */
  read({ goal, id, done }: ReadEvent): Step[] {
    const urn = this.#newUrn(goal);
    const { old, alias } = this.#aliases.resolve({ ...goal, urn, aliases: [] }, this.#registered);
    this.#registered.add(urn);
    const next = newResourceState(
      { urn, type: goal.type, custom: true },
      {
        id,
        inputs: goal.inputs,
        parent: goal.parent,
        provider: goal.provider,
        external: true,
        dependencies: [...goal.dependencies],
        additionalSecretOutputs: [...goal.additionalSecretOutputs],
        alias,
      },
    );
    this.#news.set(urn, { state: next });
    this.#operatedOn.add(urn);
    if (old !== undefined && !old.external && old.id !== id) {
      this.#replaced.add(urn);
      return [readStep(this.#context, old, next, done, true), replaceStep(old, next, [])];
    }
    if (this.options.mode === "destroy") this.#toDelete.push(next);
    return [readStep(this.#context, old, next, done)];
  }

  /** The deletions of replaced resources and of those not declared any more. The steps of a list can run concurrently, after the list before. */
  async deletions(): Promise<Step[][]> {
    const steps = new Map<ResourceState, Step>();
    for (const stored of this.options.resources) {
      const resource = this.#refreshed.get(stored) ?? stored;
      const step = this.#deletion(resource);
      if (step === undefined) continue;
      this.#deleted.add(resource.urn);
      await this.#loadProviderOf(resource);
      steps.set(resource, step);
    }
    for (const resource of this.#toDelete) {
      this.#deleted.add(resource.urn);
      steps.set(resource, deleteStep(this.#context, resource));
    }
    const graph = new DependencyGraph([...this.#toDelete, ...this.options.resources]);
    for (const [stored, resource] of this.#refreshed) graph.alias(resource, stored);
    return scheduleDeletions(steps, graph);
  }

  /** Analyzes the resulting resources with the stack policies. */
  async analyzeStack(stack: Urn): Promise<void> {
    const seen = [...this.#news.values()].map(({ state, deleteBeforeReplace }) => ({
      state,
      properties: state.outputs,
      provider: this.#providerStates.get(providerUrn(state.provider)),
      deleteBeforeReplace,
    }));
    const violated = await this.options.policies.analyzeStack(seen, stack);
    this.errored ||= violated;
  }

  /** All dependencies of some resources, which must be kept if those could not be deleted. */
  dependenciesOf(resources: readonly ResourceState[]): Set<ResourceState> {
    const graphs = [this.#graph, new DependencyGraph(this.#toDelete)];
    return new Set(
      resources.flatMap((resource) => {
        const graph = graphs.find((candidate) => candidate.has(resource));
        return graph === undefined ? [] : [...graph.transitiveDependenciesOf(resource)];
      }),
    );
  }

  /** @returns a refresh step for each resource of the state that was not registered. */
  async refreshes(): Promise<Map<ResourceState, Step>> {
    const steps = new Map<ResourceState, Step>();
    for (const resource of this.options.resources) {
      if (this.#isOperatedOn(resource.urn)) continue;
      await this.#loadProviderOf(resource);
      steps.set(resource, refreshStep(this.#context, resource));
    }
    return steps;
  }

  #newUrn({ parent, type, name }: Pick<Goal, "parent" | "type" | "name">): Urn {
    if (parent !== "" && !this.#registered.has(parent)) {
      throw new Error(`could not find parent resource ${parent}`);
    }
    const urn = makeUrn(this.options.stack, this.options.project, parent, type, name);
    if (this.#registered.has(urn)) {
      const message = `Duplicate resource URN '${urn}'; try giving it a unique name`;
      this.options.report("error", urn, message);
      throw new Bail(message);
    }
    return urn;
  }

  async #plan(registration: Registration): Promise<Step[]> {
    const { event, old, next } = registration;
    const { goal, done } = event;
    const { mode } = this.options;
    const managed = goal.custom && !isProviderType(goal.type);
    const leftOut = this.#dependsOnSkipped(next);
    if (mode === "refresh" && (managed || leftOut)) {
      if (old === undefined) return this.#skip(next, done);
      done({ state: old });
      return [];
    }
    if (mode === "destroy") {
      if (leftOut || (managed && old === undefined)) {
        next.outputs = old?.outputs ?? {};
        return this.#skip(next, done);
      }
      this.#toDelete.push(next);
      if (managed && old !== undefined) {
        this.#operatedOn.add(next.urn);
        next.inputs = old.inputs;
        return [sameStep(this.#context, old, next, done)];
      }
    }
    if (goal.custom && goal.importId !== "" && isImportPending(goal.importId, old)) {
      return [importStep(this.#context, old, next)];
    }
    return await this.#decide(registration);
  }

  #skip(next: ResourceState, done: RegisterEvent["done"]): Step[] {
    this.#skipped.add(next.urn);
    return [skippedCreateStep(next, done)];
  }

  #dependsOnSkipped(next: ResourceState): boolean {
    return this.#skipped.size > 0 && dependenciesOf(next).some((urn) => this.#skipped.has(urn));
  }

  async #decide({ event, old, next }: Registration): Promise<Step[]> {
    const { goal, done } = event;
    const { urn } = next;
    const recreating = old !== undefined && this.#deletedDependents.has(old);
    // Pulumi's engine looks deletions up by URN: one that has another URN now is checked against its inputs first, and then anew.
    const isRenamed = old !== undefined && old.urn !== urn;
    const fresh =
      old === undefined || (recreating && !isRenamed) || old.external || this.#isToBeReplaced(urn);
    const inputs = old === undefined ? goal.inputs : this.#ignoreChanges(urn, goal, old);
    const seed = randomBytes(32);
    const failures = await this.#check(next, fresh ? {} : old.inputs, fresh ? goal.inputs : inputs, seed);
    const refused = this.#reportFailures(next, failures);
    if ((await this.#violates(next, goal)) || refused) throw new Bail(`resource ${urn} is invalid`);

    this.#operatedOn.add(urn);
    if (old === undefined) return [createStep(this.#context, next, done)];
    if (recreating) {
      const failuresOfNew = fresh ? [] : await this.#check(next, {}, goal.inputs, seed);
      if (this.#reportFailures(next, failuresOfNew)) throw new Bail(`resource ${urn} has check errors`);
      return this.#recreate({ event, old, next });
    }
    if (old.external) {
      const replacement = { old, replaceKeys: [], deleteAfterwards: true };
      return [createStep(this.#context, next, done, replacement), replaceStep(old, next, [])];
    }
    return await this.#change({ event, old, next }, seed);
  }

  #ignoreChanges(urn: Urn, goal: Goal, old: ResourceState): PropertyMap {
    const { inputs, invalid } = ignoreChanges(goal.inputs, old.inputs, goal.ignoreChanges);
    if (invalid.length > 0) {
      const paths = invalid.join(", ");
      this.options.report(
        "info",
        urn,
        `cannot ignore changes in added or removed elements of the path: "${paths}"`,
      );
    }
    return inputs;
  }

  /** Has the provider check the inputs, and sets those of `next` to the result. */
  async #check(
    next: ResourceState,
    olds: PropertyMap,
    news: PropertyMap,
    seed: Uint8Array,
  ): Promise<readonly CheckFailure[]> {
    next.inputs = news;
    if (!next.custom) return [];
    if (isProviderType(next.type)) {
      await this.options.providers.check(next, olds, news);
      return [];
    }
    const provider = this.options.providers.get(next.provider);
    const { inputs, failures } = await provider.check(next.urn, olds, news, seed);
    next.inputs = inputs;
    return failures;
  }

  /** Remediates and analyzes a resource, and sets the inputs of `next` to the result. @returns whether a mandatory policy is violated. */
  async #violates(next: ResourceState, { deleteBeforeReplace }: Goal): Promise<boolean> {
    const { policies, dryRun } = this.options;
    if (isProviderType(next.type)) this.#providerStates.set(next.urn, next);
    const provider = this.#providerStates.get(providerUrn(next.provider));
    const seen = { state: next, provider, deleteBeforeReplace };
    next.inputs = await policies.remediate({ ...seen, properties: next.inputs });
    const violated = policies.analyze({ ...seen, properties: next.inputs });
    if (dryRun) {
      // A preview continues, to report everything, while the packs analyze concurrently.
      violated.catch(() => undefined);
      this.#analyses.push([next.urn, violated]);
      return false;
    }
    if (!(await violated)) return false;
    this.errored = true;
    return true;
  }

  /** Waits for the analyses of a preview. @throws Bail if one failed. */
  async analyzed(): Promise<void> {
    for (const [urn, violated] of this.#analyses) {
      try {
        if (await violated) this.errored = true;
      } catch (error) {
        this.options.report("error", urn, (error as Error).message);
        throw new Bail(`${urn} could not be analyzed`);
      }
    }
  }

  #reportFailures({ urn, type, inputs }: ResourceState, failures: readonly CheckFailure[]): boolean {
    const name = urn.split("::").at(-1);
    for (const { property, reason } of failures) {
      const message =
        property === ""
          ? `${type} resource '${name}' has a problem: ${reason}`
          : `${type} resource '${name}': property ${property} value ${formatGoValue(inputs, property)} has a problem: ${reason}`;
      this.options.report("error", urn, message);
    }
    return failures.length > 0;
  }

  /** Plans a resource that is deleted because a dependency is deleted before it is replaced. */
  #recreate({ event, old, next }: Reregistration): Step[] {
    this.#deleted.delete(old.urn);
    this.#replaced.add(next.urn);
    const { keys = [], deletion } = this.#deletedDependents.get(old) ?? {};
    const replacement = { old, replaceKeys: keys, deleteAfterwards: false };
    return [replaceStep(old, next, [], deletion), createStep(this.#context, next, event.done, replacement)];
  }

  async #change(registration: Reregistration, seed: Uint8Array): Promise<Step[]> {
    const { event, old, next } = registration;
    const { goal, done } = event;
    const diff = await this.#diff(goal, old, next);
    const replacing = diff.replaceKeys.length > 0 || old.pendingReplacement;
    if ((diff.changes || old.pendingReplacement) && replacing) {
      return await this.#replace(registration, diff, seed);
    }
    if (diff.changes || old.initErrors.length > 0) {
      return [updateStep(this.#context, old, next, goal.ignoreChanges, done)];
    }
    return [sameStep(this.#context, old, next, done)];
  }

  async #diff(goal: Goal, old: ResourceState, next: ResourceState): Promise<DiffResult> {
    const only = (changes: boolean): DiffResult => ({ changes, replaceKeys: [], deleteBeforeReplace: false });
    const because = (key: string): DiffResult => ({ ...only(true), replaceKeys: [key] });
    if (this.#isToBeReplaced(next.urn)) return because("id");
    if (next.replaceWith.some((urn) => this.#replaced.has(urn))) return because("replaceWith");
    if (this.#replaced.has(next.deletedWith)) return because("deletedWith");
    if (isProviderType(next.type)) return only(await this.options.providers.diff(old, next));
    if (old.provider !== next.provider && (old.provider === "" || next.provider === "")) {
      return because("provider");
    }
    if (!next.custom) return only(!deepEquals(old.inputs, next.inputs));
    const provider = this.options.providers.get(next.provider);
    return await diffResource(provider, { ...old, urn: next.urn }, next.inputs, goal, old.initErrors);
  }

  async #replace({ event, old, next }: Reregistration, diff: DiffResult, seed: Uint8Array): Promise<Step[]> {
    const { goal, done } = event;
    const { urn } = next;
    if (next.protect && old.protect) this.#refuseToReplaceProtected(urn);
    this.#replaced.add(urn);
    // The first check was against the old inputs, unless the user asked for the replacement; a new object has none.
    const failures = this.#isToBeReplaced(urn) ? [] : await this.#check(next, {}, goal.inputs, seed);
    if (this.#reportFailures(next, failures)) throw new Bail(`resource ${urn} has check errors`);
    const { replaceKeys } = diff;
    const deleteBeforeReplace = goal.deleteBeforeReplace ?? diff.deleteBeforeReplace;
    if (!deleteBeforeReplace) {
      const replacement = { old, replaceKeys, deleteAfterwards: true };
      return [createStep(this.#context, next, done, replacement), replaceStep(old, next, replaceKeys)];
    }
    const steps = this.#deleteDependents(urn, await this.#dependentsToReplace(old));
    await this.#loadProviderOf(old);
    if (!old.pendingReplacement) {
      // Before the step is made: resources with `deletedWith` look this up.
      this.#deleted.add(old.urn);
      steps.push(deleteReplacedStep(this.#context, old, true));
    }
    const replacement = { old, replaceKeys, deleteAfterwards: false };
    return [
      ...steps,
      replaceStep(old, next, replaceKeys),
      createStep(this.#context, next, done, replacement),
    ];
  }

  #isToBeReplaced(urn: Urn): boolean {
    return this.options.replacements?.has(urn) ?? false;
  }

  #refuseToReplaceProtected(urn: Urn): void {
    const message = [
      `unable to replace resource "${urn}"`,
      "as it is currently marked for protection. To unprotect the resource, remove the `protect` flag from the resource in your Pulumi program and run `pulumi up`",
    ].join("\n");
    this.options.report("error", urn, message);
    this.errored = true;
    if (!this.options.dryRun) throw new Bail(message);
  }

  /** The resources that must be deleted before a resource that is deleted before it is replaced, in the order of dependencies. */
  async #dependentsToReplace(root: ResourceState): Promise<DependentReplacement[]> {
    const { providers, resources } = this.options;
    // Planned resources, also under former URNs, do not depend on the root any more.
    const settled = new Set(
      resources
        .map((resource) => resource.urn)
        .filter((old) => this.#isOperatedOn(old) || this.#deleted.has(old)),
    );
    const dependents = await dependentReplacements(root, this.#graph, settled, providers, (resource) =>
      this.#loadProviderOf(resource),
    );
    const keys = new Map(dependents.map((dependent) => [dependent.resource, dependent.keys]));
    const goesAlong = ({ urn, delete: condemned, replaceWith, deletedWith }: ResourceState): boolean =>
      !condemned && !settled.has(urn) && (replaceWith.includes(root.urn) || deletedWith === root.urn);
    return resources
      .filter((resource) => keys.has(resource) || goesAlong(resource))
      .map((resource) => ({ resource, keys: keys.get(resource) ?? [] }));
  }

  /** Plans the deletions of dependents, in reverse order of dependencies. */
  #deleteDependents(root: Urn, dependents: readonly DependentReplacement[]): Step[] {
    const steps: Step[] = [];
    for (const { resource, keys } of [...dependents].reverse()) {
      if (this.#deletedDependents.has(resource)) continue;
      if (resource.protect && !resource.delete) {
        const message = [
          `unable to replace resource "${resource.urn}" as part of replacing "${root}" as it is currently marked for protection. To unprotect the resource, remove the \`protect\` flag from the resource in your Pulumi program and run \`pulumi up\`, or use the command:`,
          `\`pulumi state unprotect '${resource.urn}'\``,
        ].join("\n");
        this.options.report("error", root, message);
        this.errored = true;
        throw new Bail(message);
      }
      const deletion = resource.delete
        ? deleteStep(this.#context, resource)
        : deleteReplacedStep(this.#context, resource, true);
      steps.push(deletion);
      this.#deletedDependents.set(resource, { keys, deletion });
      this.#deleted.add(resource.urn);
    }
    return steps;
  }

  #deletion(resource: ResourceState): Step | undefined {
    if (resource.delete) {
      return this.#deletedDependents.has(resource)
        ? undefined
        : deleteReplacedStep(this.#context, resource, false);
    }
    if (this.#isOperatedOn(resource.urn)) return undefined;
    return resource.pendingReplacement
      ? removePendingReplaceStep(resource)
      : deleteStep(this.#context, resource);
  }

  #isOperatedOn(urn: Urn): boolean {
    return this.#operatedOn.has(this.#aliases.newUrn(urn));
  }

  async #loadProviderOf(resource: ResourceState): Promise<void> {
    if (resource.provider === "") return;
    const provider = this.#olds.get(providerUrn(resource.provider));
    if (provider === undefined) throw new Error(`could not find provider ${resource.provider} in the state`);
    await this.options.providers.load(provider);
  }
}

function stateOfGoal(
  urn: Urn,
  goal: Goal,
  alias: Urn | undefined,
  old: ResourceState | undefined,
): ResourceState {
  return newResourceState(
    { urn, type: goal.type, custom: goal.custom },
    {
      inputs: goal.inputs,
      parent: goal.parent,
      provider: goal.provider,
      protect: goal.protect,
      dependencies: [...goal.dependencies],
      propertyDependencies: Object.fromEntries(
        Object.entries(goal.propertyDependencies).map(([key, urns]) => [key, [...urns]]),
      ),
      additionalSecretOutputs: [...goal.additionalSecretOutputs],
      customTimeouts: goal.customTimeouts,
      importID: goal.importId,
      retainOnDelete: goal.retainOnDelete,
      deletedWith: goal.deletedWith,
      replaceWith: [...goal.replaceWith],
      ignoreChanges: [...goal.ignoreChanges],
      replaceOnChanges: [...goal.replaceOnChanges],
      alias,
      created: old?.created,
      modified: old?.modified,
    },
  );
}

/** Whether the resource does not manage the object to import yet. */
function isImportPending(importId: string, old: ResourceState | undefined): boolean {
  return old === undefined || old.external || (old.importID || old.id) !== importId;
}

/** A property value in the format of Pulumi's engine, except that secrets are redacted; the original prints them in plaintext. */
function formatGoValue(inputs: PropertyMap, property: string): string {
  const value = inputs[property];
  return value === undefined ? "{<nil>}" : `{${JSON.stringify(redacted(value))}}`;
}
