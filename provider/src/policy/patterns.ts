import { literalPattern } from "../values/text";

/** Whether a string matches one of the patterns, in which `*` matches any characters. Case-sensitive by default. */
export function matchesAny(
  value: string,
  patterns: readonly string[],
  { ignoreCase = false }: { readonly ignoreCase?: boolean } = {},
): boolean {
  return patterns.some((pattern) => {
    const parts = pattern.split("*").map(literalPattern);
    return new RegExp(`^${parts.join(".*")}$`, ignoreCase ? "is" : "s").test(value);
  });
}
