/**
 * A table as the CLI prints it: columns two spaces apart, the last one unpadded, the lines of a multi-line value below each other.
 *
 * @param indent Prefix of each line.
 */
export function formatTable(
  headers: readonly string[],
  rows: readonly (readonly string[])[],
  indent = "",
): string {
  const all = [headers, ...rows];
  const widths = headers.map((_, column) => Math.max(...all.map((row) => (row[column] ?? "").length)) + 2);
  const lastColumn = headers.length - 1;
  const margin = indent + " ".repeat(widths.slice(0, lastColumn).reduce((sum, width) => sum + width, 0));
  const line = (row: readonly string[]): string =>
    row.map((cell, column) => (column === lastColumn ? cell : cell.padEnd(widths[column] ?? 0))).join("");
  return all.map((row) => `${indent}${line(row).replaceAll("\n", `\n${margin}`)}\n`).join("");
}
