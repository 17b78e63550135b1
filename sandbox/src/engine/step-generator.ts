import { randomBytes } from "node:crypto";
import { DependencyGraph } from "./dependency-graph";
import { blind, deepEquals, unknown, withoutSecrets, type PropertyMap } from "./property";
import { parsePropertyPath, resetToOld } from "./property-path";
import type { CheckFailure, DiffResult } from "./provider-host";
import type { Goal, ReadEvent, RegisterEvent } from "./registration";
import { newResourceState, providerUrn, type ResourceState } from "./resource-state";
import {
  createStep,
  deleteReplacedStep,
  deleteStep,
  readStep,
  removePendingReplaceStep,
  replaceStep,
  sameStep,
  updateStep,
  type Step,
  type StepContext,
} from "./steps";
import { isProviderType, makeUrn, type Urn } from "./urn";

/** Planning can not go on; what there is to say about it was reported. */
export class Bail extends Error {
  override readonly name = "Bail";
}

export interface GeneratorOptions extends StepContext {
  readonly stack: string;
  readonly project: string;
  /** The resources before this operation, refreshed if that was asked for. */
  readonly resources: readonly ResourceState[];
  readonly report: (severity: "info" | "error", urn: Urn, message: string) => void;
}

/**
 * Decides what is to be done about each resource that the program registers, one after the other, by asking its provider.
 * Source: pulumi/pulumi, `pkg/resource/deploy/step_generator.go`, whose decisions and order this follows.
 */
export class StepGenerator {
  /** An error was reported that does not stop the planning of a preview. */
  errored = false;

  readonly #graph: DependencyGraph;
  readonly #olds = new Map<Urn, ResourceState>();
  readonly #registered = new Set<Urn>();
  /** What was decided about a URN in this operation, deletions aside. */
  readonly #operatedOn = new Set<Urn>();
  readonly #deleted = new Set<Urn>();
  readonly #pendingDeletes = new Set<ResourceState>();
  readonly #dependentReplaceKeys = new Map<Urn, readonly string[]>();

  constructor(private readonly options: GeneratorOptions) {
    this.#graph = new DependencyGraph(options.resources);
    for (const resource of options.resources) {
      if (!resource.delete) this.#olds.set(resource.urn, resource);
    }
  }

  /** @throws Bail after reporting what is wrong with the resource. */
  async register({ goal, done }: RegisterEvent): Promise<Step[]> {
    const urn = this.#newUrn(goal);
    const old = this.#olds.get(urn);
    const next = newResourceState(
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
        retainOnDelete: goal.retainOnDelete,
        ignoreChanges: [...goal.ignoreChanges],
        replaceOnChanges: [...goal.replaceOnChanges],
        created: old?.created,
        modified: old?.modified,
      },
    );
    const recreating = this.#deleted.has(urn);
    const fresh = old === undefined || recreating || old.external;
    const inputs = old === undefined ? goal.inputs : this.#ignoreChanges(urn, goal, old);
    const seed = randomBytes(32);
    const failures = await this.#check(next, fresh ? {} : old.inputs, fresh ? goal.inputs : inputs, seed);
    if (this.#reportFailures(next, failures)) throw new Bail(`resource ${urn} is invalid`);

    if (old !== undefined && recreating) return this.#recreate(old, next, done);
    if (old?.external) {
      this.#operatedOn.add(urn);
      const replacement = { old, replaceKeys: [], deleteAfterwards: true };
      return [createStep(this.options, next, done, replacement), replaceStep(old, next, [])];
    }
    if (old === undefined) {
      this.#operatedOn.add(urn);
      return [createStep(this.options, next, done)];
    }
    return await this.#change(goal, old, next, seed, done);
  }

  /** @throws Bail after reporting what is wrong. */
  read({ goal, id, done }: ReadEvent): Step[] {
    const urn = this.#newUrn(goal);
    const old = this.#olds.get(urn);
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
      },
    );
    this.#operatedOn.add(urn);
    if (old !== undefined && !old.external && old.id !== id) {
      return [readStep(this.options, old, next, done, true), replaceStep(old, next, [])];
    }
    return [readStep(this.options, old, next, done)];
  }

  /** Removes what the program does not declare any more and what was replaced; each list can be done at once, after the one before. */
  async deletions(): Promise<Step[][]> {
    const steps: Step[] = [];
    for (const resource of this.options.resources) {
      if (resource.delete) {
        if (this.#pendingDeletes.has(resource)) continue;
        this.#deleted.add(resource.urn);
        steps.push(deleteReplacedStep(this.options, resource, false));
      } else if (!this.#operatedOn.has(resource.urn) && !this.#deleted.has(resource.urn)) {
        this.#deleted.add(resource.urn);
        steps.push(
          resource.pendingReplacement
            ? removePendingReplaceStep(resource)
            : deleteStep(this.options, resource),
        );
      } else {
        continue;
      }
      await this.#loadProviderOf(resource);
    }
    return this.#schedule(steps);
  }

  /** All that some resources depend on: what must stay because they could not be deleted. */
  dependenciesOf(resources: readonly ResourceState[]): Set<ResourceState> {
    return new Set(resources.flatMap((resource) => [...this.#graph.transitiveDependenciesOf(resource)]));
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
    this.#registered.add(urn);
    return urn;
  }

  #ignoreChanges(urn: Urn, goal: Goal, old: ResourceState): PropertyMap {
    const invalid: string[] = [];
    let inputs = goal.inputs;
    for (const text of goal.ignoreChanges) {
      const path = parsePropertyPath(text);
      if (path === undefined) continue;
      const reset = resetToOld(inputs, old.inputs, path);
      if (reset === undefined) invalid.push(text);
      else inputs = reset;
    }
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

  /** Lets the provider check the inputs; `next` then has what it made of them. */
  async #check(
    next: ResourceState,
    olds: PropertyMap,
    news: PropertyMap,
    seed: Uint8Array,
  ): Promise<readonly CheckFailure[]> {
    next.inputs = news;
    if (!next.custom) return [];
    if (isProviderType(next.type)) {
      await this.options.providers.check(next.urn, olds, news);
      return [];
    }
    const { inputs, failures } = await this.options.providers
      .get(next.provider)
      .check(next.urn, olds, news, seed);
    next.inputs = inputs;
    return failures;
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

  /** The resource was deleted because something that it depends on is deleted before it is replaced. */
  #recreate(old: ResourceState, next: ResourceState, done: (state: ResourceState) => void): Step[] {
    this.#deleted.delete(next.urn);
    this.#operatedOn.add(next.urn);
    const replaceKeys = this.#dependentReplaceKeys.get(next.urn) ?? [];
    const replacement = { old, replaceKeys, deleteAfterwards: false };
    return [replaceStep(old, next, []), createStep(this.options, next, done, replacement)];
  }

  async #change(
    goal: Goal,
    old: ResourceState,
    next: ResourceState,
    seed: Uint8Array,
    done: (state: ResourceState) => void,
  ): Promise<Step[]> {
    const { urn } = next;
    const diff = await this.#diff(old, next, goal.ignoreChanges);
    this.#operatedOn.add(urn);
    const replacing = diff.replaceKeys.length > 0 || old.pendingReplacement;
    if ((diff.changes || old.pendingReplacement) && replacing) {
      return await this.#replace(goal, old, next, diff, seed, done);
    }
    if (diff.changes || old.initErrors.length > 0) {
      return [updateStep(this.options, old, next, goal.ignoreChanges, done)];
    }
    return [sameStep(this.options, old, next, done)];
  }

  async #diff(
    old: ResourceState,
    next: ResourceState,
    ignoreChanges: readonly string[],
  ): Promise<DiffResult> {
    const only = (changes: boolean): DiffResult => ({ changes, replaceKeys: [], deleteBeforeReplace: false });
    if (isProviderType(next.type)) return only(await this.options.providers.diff(old, next.inputs));
    if (old.provider !== next.provider && (old.provider === "" || next.provider === "")) {
      return { ...only(true), replaceKeys: ["provider"] };
    }
    if (!next.custom) return only(!deepEquals(old.inputs, next.inputs));
    const diff = await this.options.providers
      .get(next.provider)
      .diff(next.urn, old.id, old.inputs, old.outputs, next.inputs, ignoreChanges);
    const changes = diff.changes ?? !deepEquals(withoutSecrets(old.inputs), withoutSecrets(next.inputs));
    return { ...diff, changes };
  }

  async #replace(
    goal: Goal,
    old: ResourceState,
    next: ResourceState,
    diff: DiffResult,
    seed: Uint8Array,
    done: (state: ResourceState) => void,
  ): Promise<Step[]> {
    const { urn } = next;
    if (next.protect && old.protect) this.#refuseToReplaceProtected(urn);
    // The inputs were checked against the old ones, of which a new object knows nothing.
    const failures = await this.#check(next, {}, goal.inputs, seed);
    if (this.#reportFailures(next, failures)) throw new Bail(`resource ${urn} has check errors`);
    const { replaceKeys } = diff;
    const deleteBeforeReplace = goal.deleteBeforeReplace ?? diff.deleteBeforeReplace;
    if (!deleteBeforeReplace) {
      const replacement = { old, replaceKeys, deleteAfterwards: true };
      return [createStep(this.options, next, done, replacement), replaceStep(old, next, replaceKeys)];
    }
    const steps = await this.#deleteDependents(old);
    await this.#loadProviderOf(old);
    if (!old.pendingReplacement) steps.push(deleteReplacedStep(this.options, old, true));
    const replacement = { old, replaceKeys, deleteAfterwards: false };
    return [...steps, replaceStep(old, next, replaceKeys), createStep(this.options, next, done, replacement)];
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

  /** Before an object is deleted, those go that could not live without it: the last first. */
  async #deleteDependents(root: ResourceState): Promise<Step[]> {
    const steps: Step[] = [];
    for (const { resource, keys } of (await this.#dependentReplacements(root)).reverse()) {
      if (this.#pendingDeletes.has(resource)) continue;
      this.#dependentReplaceKeys.set(resource.urn, keys);
      if (resource.protect) {
        const message = [
          `unable to replace resource "${resource.urn}" as part of replacing "${root.urn}" as it is currently marked for protection. To unprotect the resource, remove the \`protect\` flag from the resource in your Pulumi program and run \`pulumi up\`, or use the command:`,
          `\`pulumi state unprotect '${resource.urn}'\``,
        ].join("\n");
        this.options.report("error", resource.urn, message);
        this.errored = true;
        throw new Bail(message);
      }
      steps.push(
        resource.delete
          ? deleteStep(this.options, resource)
          : deleteReplacedStep(this.options, resource, true),
      );
      this.#deleted.add(resource.urn);
      this.#pendingDeletes.add(resource);
    }
    return steps;
  }

  /**
   * What has to be replaced when something it depends on is, in the order of dependencies: each provider is asked what it would make of
   * unknown values in place of those that come from there.
   */
  async #dependentReplacements(
    root: ResourceState,
  ): Promise<{ readonly resource: ResourceState; readonly keys: readonly string[] }[]> {
    const found: { resource: ResourceState; keys: readonly string[] }[] = [];
    if (!this.#graph.has(root)) return found;
    const replaced = new Set([root.urn]);
    const settled = new Set([...this.#operatedOn, ...this.#deleted]);
    for (const resource of this.#graph.dependentsOf(root, settled)) {
      const keys = await this.#keysThatForceReplacement(resource, replaced);
      if (keys === undefined) continue;
      replaced.add(resource.urn);
      found.push({ resource, keys });
    }
    return found;
  }

  async #keysThatForceReplacement(
    resource: ResourceState,
    replaced: ReadonlySet<Urn>,
  ): Promise<readonly string[] | undefined> {
    if (!resource.custom || resource.external || isProviderType(resource.type)) return undefined;
    const depends = (key: string): boolean =>
      resource.propertyDependencies[key]?.some((urn) => replaced.has(urn)) ?? false;
    if (!Object.keys(resource.inputs).some(depends)) return undefined;
    const inputs = Object.fromEntries(
      Object.entries(resource.inputs).map(([key, value]) => [key, depends(key) ? unknown : value]),
    );
    await this.#loadProviderOf(resource);
    const { replaceKeys } = await this.options.providers
      .get(resource.provider)
      .diff(resource.urn, resource.id, resource.inputs, resource.outputs, inputs, resource.ignoreChanges);
    return replaceKeys.length > 0 ? replaceKeys : undefined;
  }

  async #loadProviderOf(resource: ResourceState): Promise<void> {
    if (resource.provider === "") return;
    const provider = this.#olds.get(providerUrn(resource.provider));
    if (provider === undefined) throw new Error(`could not find provider ${resource.provider} in the state`);
    await this.options.providers.load(provider);
  }

  /** Groups deletions so that nothing goes before what depends on it. */
  #schedule(steps: readonly Step[]): Step[][] {
    const condemned = new Map(steps.flatMap((step) => (step.old === undefined ? [] : [[step.old, step]])));
    const groups: Step[][] = [];
    while (condemned.size > 0) {
      const free = [...condemned].filter(([resource]) =>
        [...this.#graph.dependenciesOf(resource)].every((dependency) => !condemned.has(dependency)),
      );
      groups.unshift(free.map(([, step]) => step));
      for (const [resource] of free) condemned.delete(resource);
    }
    return groups;
  }
}

/** The value of a property as the real engine prints it in this message, but for its secrets, which that one prints in the clear. */
function formatGoValue(inputs: PropertyMap, property: string): string {
  const value = inputs[property];
  return value === undefined ? "{<nil>}" : `{${JSON.stringify(blind(value))}}`;
}
