import { literalPattern } from "../values/text";

/** Whether a text is one of those named, in each of which `*` is any run of characters. Case counts, unless told otherwise. */
export function isNamed(
  text: string,
  patterns: readonly string[],
  { ignoreCase = false }: { readonly ignoreCase?: boolean } = {},
): boolean {
  return patterns.some((pattern) => {
    const parts = pattern.split("*").map(literalPattern);
    return new RegExp(`^${parts.join(".*")}$`, ignoreCase ? "is" : "s").test(text);
  });
}

/** The schema of a setting that is a list of texts. */
export function texts(description: string): {
  readonly type: "array";
  readonly items: { readonly type: "string" };
  readonly description: string;
} {
  return { type: "array", items: { type: "string" }, description };
}
