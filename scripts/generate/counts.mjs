/**
 * The texts of the READMEs, by their path, with the numbers of types that the catalog has.
 *
 * @param texts `README.md`, whose table links the pages of the reference, and `provider/README.md`.
 */
export function withCounts(texts, catalog) {
  const total = catalog.reduce((sum, { entries }) => sum + entries.length, 0);
  const linked = catalog.reduce(
    (text, { platform, role, entries }) =>
      text.replace(
        new RegExp(`\\[\\d+([^\\]]*\\]\\(docs/reference/${platform}-${role}s\\.md\\))`, "g"),
        `[${entries.length}$1`,
      ),
    texts["README.md"],
  );
  return {
    "README.md": linked,
    "provider/README.md": texts["provider/README.md"].replace(/(?<=All )\d+(?= connector types)/, total),
  };
}
