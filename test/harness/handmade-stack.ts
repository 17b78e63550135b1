import type { ObjectReference, ResourceDefinition } from "../../provider/src/definition/definition";
import { typeToken } from "../../provider/src/definition/kind";
import {
  readDocument,
  type FindDefinition,
  type StackDocument,
} from "../../provider/src/command-line/graph/stack-document";
import { kinds } from "../../provider/src/kinds";

/** Pulumi's mark of a secret. */
export const secretMark = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };
/** Pulumi's value for what is not known yet. */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A resource in a state. `kind` is `platform.Kind`, or any type token. */
export interface HandmadeResource {
  readonly kind: string;
  readonly name: string;
  readonly id?: string;
  readonly inputs?: object;
  readonly outputs?: object;
  readonly [key: string]: unknown;
}

export function urnOf({ kind, name }: Pick<HandmadeResource, "kind" | "name">): string {
  return `urn:pulumi:dev::shop::${tokenOf(kind)}::${name}`;
}

function tokenOf(kind: string): string {
  return kind.includes(":") ? kind : typeToken(kind);
}

/** A resource as states and previews have it. */
export function stored({ kind, name, ...rest }: HandmadeResource): object {
  return { urn: urnOf({ kind, name }), type: tokenOf(kind), custom: true, ...rest };
}

export function stateText(...resources: readonly HandmadeResource[]): string {
  return JSON.stringify({ version: 3, deployment: { resources: resources.map(stored) } });
}

/** A step of a preview, with at least one of the two. */
export interface HandmadeStep {
  readonly op: string;
  readonly before?: HandmadeResource;
  readonly after?: HandmadeResource;
}

export function previewText(...steps: readonly HandmadeStep[]): string {
  return JSON.stringify({
    steps: steps.map(({ op, before, after = before }) => ({
      op,
      urn: after && urnOf(after),
      ...(before === undefined ? {} : { oldState: stored(before) }),
      ...(after === undefined || op.startsWith("delete") ? {} : { newState: stored(after) }),
    })),
    duration: 1,
    changeSummary: {},
  });
}

/** A kind that exists only in tests: a pipeline step with a name, a type, a schedule and references. */
export function handmadeKind(kind: string, references: readonly ObjectReference[] = []): ResourceDefinition {
  const [sample] = kinds;
  if (sample === undefined) throw new Error("there are no kinds");
  const names = ["name", "type", "schedule", ...references.map(({ path }) => path.split(".")[0] ?? path)];
  return {
    kind,
    noun: "step",
    platform: sample.platform,
    arguments: Object.fromEntries(names.map((name) => [name, { schema: (z) => z.unknown() }])),
    config: { field: "config", typeField: "type", catalog: () => undefined },
    name: { field: "name" },
    schedule: {
      field: "schedule",
      paths: ["schedule", "schedule.cron", "schedule.zone"],
      read: () => undefined,
      example: '"daily"',
    },
    identity: { arguments: ["name"], phrase: "of that name" },
    references,
    outputs: ["status"],
    requests: sample.requests,
    listing: sample.listing,
    fromResponse: sample.fromResponse,
  };
}

/** The kinds of a pipeline. */
export const pipelineKinds = [
  handmadeKind("shop.Source"),
  handmadeKind("shop.Destination"),
  handmadeKind("shop.Workflow", [
    { path: "sourceId", kind: "shop.Source", flow: "from" },
    { path: "destinationId", kind: "shop.Destination", flow: "to" },
    { path: "login", kind: "shop.Login", flow: "none" },
  ]),
];

export function finder(definitions: readonly ResourceDefinition[]): FindDefinition {
  return (type) => definitions.find(({ kind }) => typeToken(kind) === type);
}

/** Reads a text that was made here. */
export function read(
  text: string,
  definitions: readonly ResourceDefinition[] = pipelineKinds,
): StackDocument {
  return readDocument("test.json", text, finder(definitions));
}
