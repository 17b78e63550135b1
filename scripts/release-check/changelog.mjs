/**
 * The section of a version in a change log in the format of Keep a Changelog.
 *
 * @param version Such as `1.2.3`, or `Unreleased`.
 * @returns `date`, undefined without one, and `notes`, the text below the heading, without surrounding blank lines; undefined if there is no
 *   such section.
 */
export function section(changelog, version) {
  const lines = changelog.split("\n");
  const heading = /^## \[(.+?)\](?: - (.+))?$/;
  const start = lines.findIndex((line) => heading.exec(line)?.[1] === version);
  if (start < 0) return undefined;
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => line.startsWith("## "));
  return {
    date: heading.exec(lines[start])?.[2],
    notes: (end < 0 ? rest : rest.slice(0, end)).join("\n").trim(),
  };
}

/** The versions that a change log has sections for, in its order. */
export function versions(changelog) {
  return [...changelog.matchAll(/^## \[(.+?)\]/gm)].map(([, version]) => version);
}
