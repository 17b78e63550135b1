import { z } from "zod";
import type { ResourceDefinition } from "../../definition/definition";
import { describeIssue, parseJson } from "../../project/json-text";
import { UserError } from "../../project/user-error";
import { withinDepth } from "../../project/yaml-text";
import type { Fields } from "../../values/fields";
import type { Change } from "./graph";
import { StackResource } from "./stack-resource";
import { parseUrn } from "./urn";

/**
 * What `pulumi stack export` writes. Source: pulumi/pulumi, `sdk/go/common/apitype/core.go` (UntypedDeployment, ResourceV3). A resource is
 * read leniently: one that another package has stored must not matter.
 */
const stored = z.looseObject({ urn: z.string(), type: z.string(), delete: z.boolean().nullish() });
const stateSchema = z.looseObject({
  deployment: z.looseObject({ resources: z.array(stored).nullish() }),
});

/** What `pulumi preview --json` prints. Source: pulumi/pulumi, `pkg/display/json.go` (PreviewDigest). */
const step = z.looseObject({
  op: z.string(),
  urn: z.string(),
  oldState: stored.nullish(),
  newState: stored.nullish(),
});
const previewSchema = z.looseObject({ steps: z.array(step).nullish() });

/** The state of a stack. */
export interface StateDocument {
  readonly kind: "state";
  readonly source: string;
  /** For the heading: `dev of project stacks`. Undefined if the document has no resource at all. */
  readonly title: string | undefined;
  readonly resources: readonly StackResource[];
}

/** A change of a stack as a preview shows it. */
export interface PreviewDocument {
  readonly kind: "preview";
  readonly source: string;
  readonly title: string | undefined;
  readonly steps: readonly PreviewStep[];
}

/** What a change does with one resource. */
export interface PreviewStep {
  readonly urn: string;
  /** Undefined if it stays as it is. */
  readonly change: Change | undefined;
  /** Undefined if the resource is new. */
  readonly before: StackResource | undefined;
  /** Undefined if it is removed. */
  readonly after: StackResource | undefined;
}

export type StackDocument = StateDocument | PreviewDocument;

/** Finds the definition of a kind by its type token. */
export type FindDefinition = (type: string) => ResourceDefinition | undefined;

/**
 * Reads a state or a preview.
 *
 * @param source Where the text is from, for messages.
 * @throws UserError without any of the text, if it is neither.
 */
export function readDocument(source: string, text: string, definitionOf: FindDefinition): StackDocument {
  return withinDepth(source, () => {
    const json = attempt(source, () => parseJson(text));
    const keys = typeof json === "object" && json !== null ? Object.keys(json) : [];
    if (keys.includes("deployment")) return stateOf(source, parsed(source, stateSchema, json), definitionOf);
    // A preview without changes has no steps.
    if (keys.includes("steps") || keys.includes("changeSummary") || keys.includes("duration")) {
      return previewOf(source, parsed(source, previewSchema, json), definitionOf);
    }
    throw new UserError(
      `${source}: this is neither a state nor a preview; expected what \`pulumi stack export\` or \`pulumi preview --json\` prints`,
    );
  });
}

function stateOf(
  source: string,
  { deployment }: z.infer<typeof stateSchema>,
  definitionOf: FindDefinition,
): StateDocument {
  const all = deployment.resources ?? [];
  const current = new Set(all.filter((each) => each.delete !== true).map(({ urn }) => urn));
  // What a replacement has left behind has the same URN as what took its place.
  const drawn = all.filter((each) => each.delete !== true || !current.has(each.urn));
  return {
    kind: "state",
    source,
    title: titleOf(all),
    resources: drawn.flatMap((each) => resourceOf(each, definitionOf) ?? []),
  };
}

/** The last steps of a URN count: a replacement has several. */
function previewOf(
  source: string,
  { steps }: z.infer<typeof previewSchema>,
  definitionOf: FindDefinition,
): PreviewDocument {
  const byUrn = new Map<string, PreviewStep>();
  for (const { op, urn, oldState, newState } of steps ?? []) {
    const earlier = byUrn.get(urn);
    const change = earlier?.change === "replace" ? "replace" : changeOf(op);
    const before = resourceOf(oldState, definitionOf) ?? earlier?.before;
    const after = change === "delete" ? undefined : (resourceOf(newState, definitionOf) ?? earlier?.after);
    if (isLeftover(op) || (before ?? after) === undefined) continue;
    byUrn.set(urn, { urn, change, before, after });
  }
  return { kind: "preview", source, title: titleOf(steps ?? []), steps: [...byUrn.values()] };
}

/** Pulumi's steps. Source: pulumi/pulumi, `pkg/resource/deploy/step.go`. */
const operations: Readonly<Record<string, Change>> = {
  create: "create",
  import: "create",
  update: "update",
  replace: "replace",
  "create-replacement": "replace",
  "import-replacement": "replace",
  "read-replacement": "replace",
  delete: "delete",
};

function changeOf(op: string): Change | undefined {
  return Object.hasOwn(operations, op) ? operations[op] : undefined;
}

/** Whether a step clears away what a replacement has left behind. */
function isLeftover(op: string): boolean {
  return ["delete-replaced", "discard", "discard-replaced", "remove-pending-replace"].includes(op);
}

function resourceOf(
  resource: Fields | null | undefined,
  definitionOf: FindDefinition,
): StackResource | undefined {
  if (resource === null || resource === undefined) return undefined;
  const definition = definitionOf(String(resource.type));
  return definition && new StackResource(String(resource.urn), definition, resource);
}

function titleOf(all: readonly { readonly urn: string }[]): string | undefined {
  const [urn] = all.flatMap((each) => parseUrn(each.urn) ?? []);
  return urn && `${urn.stack} of project ${urn.project}`;
}

function parsed<Result>(source: string, schema: z.ZodType<Result>, json: unknown): Result {
  const result = schema.safeParse(json);
  if (!result.success) throw new UserError(`${source}: ${describeIssue(result.error)}`);
  return result.data;
}

function attempt<Result>(source: string, action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    if (error instanceof RangeError) throw error;
    throw new UserError(`${source}: ${(error as Error).message}`);
  }
}
