/**
 * A text from outside as a part of a label in double quotes. Letters, digits and spaces stay, and a sign that joins two of them, as in
 * `my-source` or `unstructured.Source: s3`; everything else becomes an entity. Mermaid resolves entities only after it has looked for quotes,
 * comments, directives, Markdown, links, formulas and icons. It writes them with two letters of its own, `ﬂ` and `ß`, so these become
 * entities too. Source: mermaid-js/mermaid, `utils.ts` (encodeEntities).
 */
export function mermaidText(text: string): string {
  return text.replace(
    kept,
    (character: string, plain?: string) => plain ?? `#${character.codePointAt(0) ?? 0};`,
  );
}

/** A character that stays, or any other. After `www`, a dot makes a link. */
const kept =
  /((?![ﬂß])[\p{L}\p{N}\p{M} ]|(?<=[\p{L}\p{N}])(?:[-_/]|(?<!www)\.)(?=[\p{L}\p{N}])|(?<=[\p{L}\p{N}]):(?= ))|[^]/giu;
