/** Longer lines repeat what a program made up: a name, a key. */
const maxLength = 500;
const endLength = 200;

/** A text without the middle of lines that are too long to be read. */
export function withoutExcess(text: string): string {
  return text
    .split("\n")
    .map((line) =>
      line.length <= maxLength
        ? line
        : `${line.slice(0, maxLength - endLength)} ... ${line.slice(-endLength)}`,
    )
    .join("\n");
}
