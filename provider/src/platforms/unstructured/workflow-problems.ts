import type { Fields } from "../../values/fields";
import { isUnknown } from "../../values/unknowns";

/**
 * Finds arguments that are right by their schemas, but that no workflow has together. Unknown values pass.
 * Source: https://docs.unstructured.io/api-reference/workflow/workflows; docs/contracts/unstructured.md, section 6.
 */
export function workflowProblems(inputs: Fields): string[] {
  const { workflowType, workflowNodes, templateId, schedule, sourceId } = inputs;
  if (typeof workflowType !== "string" || workflowType === "" || isUnknown(workflowType)) return [];
  const problems: string[] = [];
  const isGiven = (value: unknown): boolean => (value ?? undefined) !== undefined;
  if (!isGiven(sourceId)) {
    if (workflowType !== "custom") {
      problems.push(
        'workflowType: without a sourceId it must be "custom"; give the sourceId, or change the type',
      );
    }
    if (isGiven(schedule)) {
      problems.push(
        "schedule: a workflow without a sourceId has none, for its documents are uploaded; give the sourceId, or remove the schedule",
      );
    }
  }
  if (workflowType === "custom" && !hasNodes(workflowNodes)) {
    problems.push('workflowNodes: missing, a "custom" workflow needs at least one node');
  }
  if (workflowType === "template") {
    if (!isGiven(templateId)) problems.push('templateId: missing, a "template" workflow needs it');
    if (isGiven(workflowNodes)) {
      problems.push('workflowNodes: a "template" workflow has the nodes of its template; remove them');
    }
  }
  return problems;
}

function hasNodes(nodes: unknown): boolean {
  return isUnknown(nodes) || (Array.isArray(nodes) && nodes.length > 0);
}
