import type { PathStep } from "../values/tree";

/**
 * Parses `root.nested["quoted.key"].list[0]`, the notation of `ignoreChanges`. The step `*` matches every key or index.
 * Source: pulumi/pulumi, `sdk/go/common/resource/properties_path.go`.
 *
 * @returns undefined if the text is not a path.
 */
export function parsePropertyPath(text: string): PathStep[] | undefined {
  const pattern = /\.?([^.[\]"]+)|\["((?:[^"\\]|\\.)*)"\]|\[([-+]?\d+|\*)\]/y;
  const steps: PathStep[] = [];
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text);
    if (match === null) return undefined;
    const [, name, quoted, index] = match;
    if (index !== undefined) steps.push(index === "*" ? "*" : Number(index));
    else steps.push(name ?? (quoted ?? "").replace(/\\(.)/g, "$1"));
  }
  return steps;
}
