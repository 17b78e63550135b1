/**
 * Splits a text into words as a shell does: by blanks, with quotes, backslashes and comments. Source: github.com/google/shlex, which the CLI
 * uses for `nodeargs`.
 *
 * @throws Error if a quote is not closed.
 */
export function shellWords(text: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let rest = text;
  const take = (form: RegExp): RegExpExecArray | undefined => {
    const match = form.exec(rest) ?? undefined;
    if (match !== undefined) rest = rest.slice(match[0].length);
    return match;
  };
  while (rest !== "") {
    if (take(/^\s+/) !== undefined) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (word !== undefined || take(/^#.*/) === undefined) {
      const single = take(/^'([^']*)'/);
      const double = take(/^"((?:[^"\\]|\\[^])*)"/);
      const plain = double === undefined ? take(/^(?:\\([^])|([^\s'"\\]+))/) : undefined;
      if (single === undefined && double === undefined && plain === undefined) {
        throw new Error("a quote is not closed, or a backslash is the last character");
      }
      const quoted = single?.[1] ?? double?.[1]?.replace(/\\([^])/g, "$1") ?? "";
      word = (word ?? "") + quoted + (plain?.[1] ?? plain?.[2] ?? "");
    }
  }
  return word === undefined ? words : [...words, word];
}
