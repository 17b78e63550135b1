import type { Undisclosed } from "../../definition/definition";
import type { Fields } from "../../values/fields";

/** The vendor's SDK has no template id in the response about a workflow. Source: docs/contracts/unstructured.md, section 6. */
export function undisclosedTemplate({ workflowType, templateId }: Fields): Undisclosed {
  return workflowType === "template" && (templateId ?? undefined) === undefined
    ? { secrets: ["templateId"], notes: ["templateId is needed, though the platform does not show it"] }
    : {};
}
