/** What a URN says: `urn:pulumi:stack::project::parent$type::name`. */
export interface ParsedUrn {
  readonly stack: string;
  readonly project: string;
  /** Pulumi's type token, without those of the parents. */
  readonly type: string;
  readonly name: string;
}

/** Undefined if the text is no URN. A name may contain anything, `::` too. */
export function parseUrn(urn: string): ParsedUrn | undefined {
  const [, stack, project, types, name] = /^urn:pulumi:(.*?)::(.*?)::(.*?)::([^]*)$/.exec(urn) ?? [];
  if (stack === undefined || project === undefined || types === undefined || name === undefined)
    return undefined;
  return { stack, project, type: types.slice(types.lastIndexOf("$") + 1), name };
}
