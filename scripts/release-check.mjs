// `npm run release:check` checks that this commit can be released: tag, versions, change log and recording of states agree, and both packages
// are as they should be. `-- --tag <tag>` is the tag to release, by default that of the version in provider/package.json; `-- --into <folder>`
// keeps the tarballs and the release notes there.
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { section } from "./release-check/changelog.mjs";
import { releaseProblems } from "./release-check/problems.mjs";
import { root } from "./setup.mjs";

const read = (...path) => readFileSync(join(root, ...path), "utf8");
const provider = JSON.parse(read("provider", "package.json"));
const { values } = parseArgs({ options: { tag: { type: "string" }, into: { type: "string" } } });
const { tag = `v${provider.version}`, into } = values;

const changelog = read("CHANGELOG.md");
const problems = releaseProblems({
  tag,
  provider,
  sandbox: JSON.parse(read("sandbox", "package.json")),
  lock: JSON.parse(read("package-lock.json")),
  changelog,
  recordings: readdirSync(join(root, "test", "fixtures", "releases")).map((file) =>
    file.replace(/\.json$/, ""),
  ),
});
console.log(`${tag}: ${problems.length} problems`);
for (const problem of problems) console.log(`  ${problem}`);

const { status, error } = spawnSync(
  process.execPath,
  [join(root, "scripts", "check-package.mjs"), "--publish", ...(into === undefined ? [] : ["--into", into])],
  { stdio: "inherit" },
);
if (error) throw error;
process.exitCode = problems.length > 0 ? 1 : (status ?? 1);

if (into !== undefined) {
  mkdirSync(into, { recursive: true });
  writeFileSync(join(into, "notes.md"), `${section(changelog, tag.slice(1))?.notes ?? ""}\n`);
}
