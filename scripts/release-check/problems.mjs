import { section, versions } from "./changelog.mjs";

/**
 * What stands in the way of a release. A tag is `v` and the version of both packages, which the change log has a section for. An entry that
 * begins with `**Breaking:**`, or is under "Removed", needs a new major version; before 1.0.0, a new minor one.
 *
 * @param tag Such as `v1.2.3`.
 * @param provider The manifest of `pulumi-connectors`.
 * @param sandbox The manifest of `pulumi-connectors-sandbox`.
 * @param lock The parsed package-lock.json.
 * @param changelog The text of CHANGELOG.md.
 * @param recordings The versions with a recording of the states that they write.
 * @returns One line a problem.
 */
export function releaseProblems({ tag, provider, sandbox, lock, changelog, recordings }) {
  const [, version] = /^v(\d+\.\d+\.\d+)$/.exec(tag) ?? [];
  if (version === undefined) {
    return [`tag ${tag}: expected v and a version without a suffix, such as v1.2.3`];
  }
  const found = {
    "version in provider/package.json": provider.version,
    "version in sandbox/package.json": sandbox.version,
    [`dependencies.${provider.name} in sandbox/package.json`]: sandbox.dependencies?.[provider.name],
    "packages.provider.version in package-lock.json": lock.packages?.provider?.version,
    "packages.sandbox.version in package-lock.json": lock.packages?.sandbox?.version,
  };
  return [
    ...Object.entries(found)
      .filter(([, value]) => value !== version)
      .map(([where, value]) => `${where}: expected ${version} as in the tag, got ${value}`),
    ...changelogProblems(changelog, version),
    ...(recordings.includes(version)
      ? []
      : [`test/fixtures/releases/${version}.json: missing; run \`npm run test:releases\``]),
  ];
}

function changelogProblems(changelog, version) {
  const own = section(changelog, version);
  if (own === undefined) {
    return [`CHANGELOG.md: no section ${version}; turn "## [Unreleased]" into "## [${version}] - <date>"`];
  }
  const [newest, previous] = versions(changelog).filter((each) => each !== "Unreleased");
  const isBreaking = /^### Removed$/m.test(own.notes) || /^- \*\*Breaking:\*\* /m.test(own.notes);
  return [
    ...(/^\d{4}-\d{2}-\d{2}$/.test(own.date ?? "")
      ? []
      : [`CHANGELOG.md: section ${version}: expected "## [${version}] - YYYY-MM-DD"`]),
    ...(/^- /m.test(own.notes) ? [] : [`CHANGELOG.md: section ${version}: no entries`]),
    ...(newest === version ? [] : [`CHANGELOG.md: section ${version}: not the newest, which is ${newest}`]),
    ...(/^- /m.test(section(changelog, "Unreleased")?.notes ?? "")
      ? [`CHANGELOG.md: "Unreleased" has entries; they belong to section ${version}`]
      : []),
    ...(isBreaking && previous !== undefined && series(previous) === series(version)
      ? [`CHANGELOG.md: section ${version} removes or breaks something that ${previous} promises to keep`]
      : []),
  ];
}

/** The versions among which nothing breaks: `1` for all 1.x.y, `0.3` for all 0.3.y. */
function series(version) {
  const [major, minor] = version.split(".");
  return major === "0" ? `0.${minor}` : major;
}
