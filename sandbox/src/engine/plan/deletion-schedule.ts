import type { DependencyGraph } from "../state/dependency-graph";
import type { ResourceState } from "../state/resource-state";
import type { Step } from "../steps/steps";

/**
 * Groups deletions so that no resource is deleted before its dependents. The deletions of a group can run concurrently, after the group
 * before.
 * Source: pulumi/pulumi, `ScheduleDeletes` in `pkg/resource/deploy/step_generator.go`.
 */
export function scheduleDeletions(steps: ReadonlyMap<ResourceState, Step>, graph: DependencyGraph): Step[][] {
  const condemned = new Map(steps);
  const dependencies = new Map(
    [...steps.keys()].map((resource) => [resource, graph.dependenciesOf(resource)]),
  );
  const groups: Step[][] = [];
  while (condemned.size > 0) {
    const free = [...condemned].filter(([resource]) =>
      [...(dependencies.get(resource) ?? [])].every((dependency) => !condemned.has(dependency)),
    );
    if (free.length === 0) throw new Error("the resources have circular dependencies");
    groups.unshift(free.map(([, step]) => step));
    for (const [resource] of free) condemned.delete(resource);
  }
  return groups;
}
