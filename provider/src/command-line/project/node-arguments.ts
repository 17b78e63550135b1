/** The words of a command line, as a shell separates them: quotes keep spaces, a backslash the character after it. */
export function words(text: string): string[] {
  const quoted = /(?:\\.|"(?:\\.|[^"\\])*"|'[^']*'|[^\s\\"'])+/gs;
  const part = /\\(.)|"((?:\\.|[^"\\])*)"|'([^']*)'/gs;
  return (text.match(quoted) ?? []).map((word) =>
    word.replace(
      part,
      (_, escaped?: string, double?: string, single?: string) =>
        escaped ?? double?.replace(/\\(["\\$`])/g, "$1") ?? single ?? "",
    ),
  );
}
