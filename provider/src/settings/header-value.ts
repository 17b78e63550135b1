/**
 * Validates a key and trims it: one from a file or CI secret often ends in a newline, which a header must not contain.
 *
 * @throws Error that says what was expected, without the value.
 */
export function headerValue(value: string): string {
  const key = value.trim();
  if (!/^[\x21-\x7e]+$/.test(key)) throw new Error("expected printable ASCII characters without spaces");
  return key;
}
