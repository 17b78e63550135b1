/** Text that is HTML already. Only `html` and `trustedHtml` make it. */
export class Html {
  constructor(readonly text: string) {}
}

/** What a template may hold: texts and numbers are escaped, nothing is left out that is undefined or false. */
export type Content = Html | string | number | undefined | false | readonly Content[];

/**
 * A template whose values are escaped, in elements and in attributes with quotes. A value stands for no name of an element or attribute, and
 * in no script or style.
 */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Html {
  return new Html(parts.map((part, index) => part + contentText(values[index])).join(""));
}

/** Marks a text that is HTML and has everything from outside escaped. */
export function trustedHtml(text: string): Html {
  return new Html(text);
}

function contentText(content: Content): string {
  if (content === undefined || content === false) return "";
  if (content instanceof Html) return content.text;
  if (typeof content === "object") return content.map(contentText).join("");
  return String(content).replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}
