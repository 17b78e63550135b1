import { ComponentResource, type ComponentResourceOptions, type CustomResource } from "@pulumi/pulumi";
import { fail } from "../../program/errors";
import { Destination, type DestinationArgs, type DestinationOptions } from "./destination";
import { Source, type SourceArgs, type SourceOptions } from "./source";
import { Workflow, type WorkflowArgs, type WorkflowOptions } from "./workflow";

/** What a pipeline is made of: each part by its arguments, or a resource that the program has already. */
export interface PipelineArgs {
  /** Where the documents come from. Default: nowhere; they are uploaded when the workflow is run. */
  source?: SourceArgs | Source;
  /** Where the results go. Default: nowhere; they are downloaded from the job. */
  destination?: DestinationArgs | Destination;
  /** What is done in between: the arguments of a workflow without its connectors, or one that has both already. */
  workflow: PipelineWorkflowArgs | Workflow;
}

/** The arguments of a pipeline's workflow. Its connectors are those of the pipeline. */
export type PipelineWorkflowArgs = Omit<WorkflowArgs, "sourceId" | "destinationId">;

/** Options of the component, and of the resources in it that the pipeline makes. Their parent is the pipeline. */
export interface PipelineOptions extends ComponentResourceOptions {
  /** Resource options of the source: `aliases`, `adopt`, `protect`. */
  source?: SourceOptions;
  /** Resource options of the destination. */
  destination?: DestinationOptions;
  /** Resource options of the workflow. */
  workflow?: WorkflowOptions;
}

/**
 * A source, a destination and the workflow between them as one component. What it makes has the name of the component, and so, by default,
 * the objects on the platform. A resource that exists keeps the parent that it has.
 *
 * @example
 * new unstructured.Pipeline("invoices", {
 *   source: { type: "s3", config: { remote_url: "s3://invoices/", anonymous: true } },
 *   destination: {
 *     type: "pinecone",
 *     config: { index_name: "invoices", namespace: "default", api_key: config.requireSecret("pineconeKey") },
 *   },
 *   workflow: { workflowType: "template", templateId: "hi_res_partition", schedule: "daily" },
 * });
 */
export class Pipeline extends ComponentResource {
  /** Its source; undefined if its documents are uploaded, or if it was given a workflow alone. */
  readonly source: Source | undefined;
  /** Its destination, likewise. */
  readonly destination: Destination | undefined;
  /** Its workflow. */
  readonly workflow: Workflow;

  /**
   * @param name The component's own name, and that of the resources that it makes.
   * @throws ConnectorsRunError if a workflow that exists comes with arguments of a connector, which it could not refer to.
   */
  constructor(name: string, args: PipelineArgs, options: PipelineOptions = {}) {
    const { source, destination, workflow, ...componentOptions } = options;
    super("pulumi-connectors:unstructured:Pipeline", name, {}, componentOptions);
    refuseUnusedConnectors(name, args);
    const inside = (own: object = {}): { parent: Pipeline } => ({ ...own, parent: this });
    this.source =
      args.source === undefined || Source.isInstance(args.source)
        ? args.source
        : new Source(name, args.source, inside(source));
    this.destination =
      args.destination === undefined || Destination.isInstance(args.destination)
        ? args.destination
        : new Destination(name, args.destination, inside(destination));
    this.workflow = Workflow.isInstance(args.workflow)
      ? args.workflow
      : new Workflow(
          name,
          { ...args.workflow, ...idOf("sourceId", this.source), ...idOf("destinationId", this.destination) },
          inside(workflow),
        );
    this.registerOutputs({
      ...idOf("sourceId", this.source),
      ...idOf("destinationId", this.destination),
      workflowId: this.workflow.id,
    });
  }
}

function idOf<Key extends string>(
  key: Key,
  resource: CustomResource | undefined,
): Partial<Record<Key, CustomResource["id"]>> {
  return resource === undefined ? {} : ({ [key]: resource.id } as Partial<Record<Key, CustomResource["id"]>>);
}

function refuseUnusedConnectors(name: string, { source, destination, workflow }: PipelineArgs): void {
  if (!Workflow.isInstance(workflow)) return;
  const isMade = (part: object | undefined, kind: { isInstance(value: unknown): boolean }): boolean =>
    part !== undefined && !kind.isInstance(part);
  const made = [
    ...(isMade(source, Source) ? ["source"] : []),
    ...(isMade(destination, Destination) ? ["destination"] : []),
  ];
  if (made.length === 0) return;
  fail(
    "PC_INVALID_PROGRAM",
    `unstructured.Pipeline ${JSON.stringify(name)}: ${made.join(" and ")}: a workflow that exists has its connectors already; give the resource in place of the arguments, or the arguments of the workflow`,
  );
}
