/**
 * A key from a file or a CI secret often ends in a newline, which no header may hold.
 *
 * @throws Error that says what was expected, without the value.
 */
export function headerValue(value: string): string {
  const key = value.trim();
  if (!/^[\x21-\x7e]+$/.test(key)) throw new Error("expected visible ASCII characters without blanks");
  return key;
}
