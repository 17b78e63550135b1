import { UserError } from "../../user-error";
import { urnName, type Urn } from "../values/urn";
import { namedDependencies, type ResourceState } from "./resource-state";

/** What a user changes in a state by hand. Source: pulumi/pulumi, `pkg/cmd/pulumi/state` and `pkg/resource/edit`. */

/** Clears the protection of resources, of all by default. @throws UserError naming each URN that is not in the state. */
export function unprotect(resources: readonly ResourceState[], urns?: readonly Urn[]): ResourceState[] {
  const eligible = resources.filter((resource) => !resource.delete);
  const missing = (urns ?? []).filter((urn) => !eligible.some((resource) => resource.urn === urn));
  if (missing.length > 0) throw new UserError(missing.map((urn) => notFound(eligible, urn)).join("\n"));
  return resources.map((resource) =>
    resource.delete || urns?.includes(resource.urn) === false ? resource : { ...resource, protect: false },
  );
}

export interface DeletionOptions {
  /** Deletes protected resources, too. */
  readonly force: boolean;
  /** Deletes what depends on the resources, too. */
  readonly targetDependents: boolean;
  /** Called for each protected resource that is deleted. */
  readonly warn: (message: string) => void;
}

/**
 * Deletes resources from the state, but not from their platform.
 *
 * @param urns Default: all resources.
 * @throws UserError if one is not in the state, is protected, or has dependents.
 */
export function deleteFromState(
  resources: readonly ResourceState[],
  urns: readonly Urn[] | undefined,
  options: DeletionOptions,
): ResourceState[] {
  const condemned = new Set(urns === undefined ? resources : urns.map((urn) => locate(resources, urn)));
  let left = [...resources];
  // Dependents come after what they depend on.
  for (const resource of [...condemned].sort((a, b) => resources.indexOf(b) - resources.indexOf(a))) {
    if (left.includes(resource)) left = deleteOne(left, resource, options);
  }
  return left;
}

function deleteOne(
  resources: readonly ResourceState[],
  condemned: ResourceState,
  { force, targetDependents, warn }: DeletionOptions,
): ResourceState[] {
  const checkProtection = ({ protect, urn }: ResourceState): void => {
    if (!protect) return;
    if (force) warn(`deleting protected resource ${urn} due to presence of --force`);
    else {
      throw new UserError(
        `${urn} can't be safely deleted because it is protected. Re-run this command with --force to force deletion`,
      );
    }
  };
  checkProtection(condemned);
  const dependents = dependentsOnly(resources, condemned);
  if (dependents.length > 0 && !targetDependents) {
    const list = dependents.map(({ urn }) => ` * ${JSON.stringify(urnName(urn)).padEnd(15)} (${urn})`);
    throw new UserError(
      `${condemned.urn} can't be safely deleted because the following resources depend on it:\n${list.join("\n")}\n\nDelete those resources first or pass --target-dependents.`,
    );
  }
  dependents.forEach(checkProtection);
  return resources.filter((resource) => resource !== condemned && !dependents.includes(resource));
}

/**
 * The resources that depend on this state of a resource, and not on another one with the same URN: while a replacement is pending, there are
 * two. Source: pulumi/pulumi, `OnlyDependsOn` in `pkg/resource/graph/dependency_graph.go`.
 */
function dependentsOnly(resources: readonly ResourceState[], root: ResourceState): ResourceState[] {
  const position = resources.indexOf(root);
  const dependents: ResourceState[] = [];
  const others = [...resources.slice(0, position)];
  const isNamed =
    (urn: Urn) =>
    (resource: ResourceState): boolean =>
      resource.urn === urn;
  const dependsOnly = (resource: ResourceState): boolean => {
    if (resource.urn === root.urn && resource.id === root.id) return false;
    const affected = [root, ...dependents];
    const only = (urn: Urn): boolean => affected.some(isNamed(urn)) && !others.some(isNamed(urn));
    const { provider, parent } = resource;
    if (provider !== "" && affected.some(({ urn, id }) => `${urn}::${id}` === provider)) return true;
    const named = namedDependencies({ ...resource, provider: "" });
    return only(parent) || named.some((urn) => only(urn) && affected.filter(isNamed(urn)).length === 1);
  };
  for (const resource of resources.slice(position + 1)) {
    (dependsOnly(resource) ? dependents : others).push(resource);
  }
  return dependents;
}

function locate(resources: readonly ResourceState[], urn: Urn): ResourceState {
  if (!/^urn:pulumi:[^:]*::[^:]*::.+::/.test(urn)) {
    throw new UserError(`${JSON.stringify(urn)} is not a valid resource URN\n${suggestion(resources, urn)}`);
  }
  const [found, ...others] = resources.filter((resource) => resource.urn === urn);
  if (found === undefined) throw new UserError(notFound(resources, urn));
  if (others.length === 0) return found;
  const ids = [found, ...others].map(({ id }) => `  ${id}`);
  throw new UserError(
    `Resource URN ambiguously referred to multiple resources. Did you mean:\n${ids.join("\n")}\n`,
  );
}

function notFound(resources: readonly ResourceState[], urn: Urn): string {
  return `No such resource ${JSON.stringify(urn)} exists in the current state\n${suggestion(resources, urn)}`;
}

function suggestion(resources: readonly ResourceState[], given: string): string {
  const named = resources
    .filter(({ urn }) => urnName(urn) === (urnName(given) || given))
    .map(({ urn }) => `  ${urn}\n`);
  const meant = named.length === 0 ? "" : `Did you mean:\n${[...new Set(named)].join("")}`;
  return `${meant}To list the resource URNs in the stack, run \`stack --show-urns\`.`;
}
