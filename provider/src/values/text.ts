/** A string as a part of a regular expression that matches just that string. */
export function literalPattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
}

/** A text in one line, with single spaces between its words. */
export function inOneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** The message of an error, or of anything else that was thrown. Never throws. */
export function messageOf(error: unknown): string {
  const { message } = (error ?? {}) as { message?: unknown };
  if (typeof message === "string" && message !== "") return message;
  try {
    return String(error);
  } catch {
    return "something was thrown that has no text";
  }
}
