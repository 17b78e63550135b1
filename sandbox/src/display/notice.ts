import { urnName, urnType } from "../engine/values/urn";
import type { StepView } from "./step-view";

/** A line of the provider host about a resource. */
export interface Notice {
  /** The resource's kind: `platform.Kind`. */
  readonly kind: string;
  /** The name of the object or the resource; undefined if it has none. */
  readonly name: string | undefined;
  /** What is said about it. */
  readonly text: string;
}

/**
 * Takes a line of the provider host apart: `platform.Kind "invoices": retrying create (status 503; tried once)`. The host does not know
 * URNs, so its lines are messages of the stack that name their object.
 *
 * @returns undefined for a line of another form.
 */
export function parseNotice(line: string): Notice | undefined {
  const [, kind, quoted, others = "", text] =
    /^([\w-]+\.\w+)(?: ("(?:[^"\\]|\\.)*"))?( and \d+ more)?: (.+)$/.exec(line.trimEnd()) ?? [];
  if (kind === undefined || text === undefined) return undefined;
  return {
    kind,
    name: quoted === undefined ? undefined : unquoted(quoted),
    text: others === "" ? text : `${others.slice(1)}: ${text}`,
  };
}

/** Whether a line is about the resource of a step. */
export function isAbout({ kind, name }: Notice, { urn, new: next, old }: StepView): boolean {
  const [, platform, type] = /^pulumi-nodejs:dynamic\/([^:]+):(.+)$/.exec(urnType(urn)) ?? [];
  if (`${platform}.${type}` !== kind) return false;
  if (name === undefined || urnName(urn) === name) return true;
  // The name of the object is one of the inputs; which one depends on the kind.
  return Object.values((next ?? old)?.inputs ?? {}).includes(name);
}

function unquoted(text: string): string | undefined {
  try {
    return JSON.parse(text) as string;
  } catch {
    return undefined;
  }
}
