import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { repository } from "../harness";
import { call } from "../harness/script";
import { publicNames, type PublicNames } from "../releases/public-names";

const read = (...path: readonly string[]): string => readFileSync(join(repository, ...path), "utf8");
const changelog = read("CHANGELOG.md");
const folder = ["test", "fixtures", "released-names"];
const releases = readdirSync(join(repository, ...folder)).map((file) => file.replace(/\.json$/, ""));

/** What the sections "Removed" name of the versions that are newer than a release. */
function removedSince(release: string): string[] {
  const versions = call("release-check/changelog.mjs", "versions", changelog) as string[];
  return versions.slice(0, versions.indexOf(release)).flatMap((version) => {
    const section = call("release-check/changelog.mjs", "section", changelog, version) as { notes: string };
    const [, removed = ""] = /^### Removed\n([^]*?)(?=^### |$(?![^]))/m.exec(section.notes) ?? [];
    return [...removed.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name);
  });
}

describe.each(releases)("a name of release %s", (release) => {
  const released = JSON.parse(read(...folder, `${release}.json`)) as PublicNames;
  let names: PublicNames;

  beforeAll(() => {
    names = publicNames();
  });

  it.each(Object.keys(released) as (keyof PublicNames)[])(
    "is still there, or removed in the change log: %s",
    (area) => {
      const now = new Set(names[area]);
      const gone = released[area].filter((name) => !now.has(name));
      const removed = removedSince(release);
      // `pulumi-connectors/policy: connectorTypes` is connectorTypes there.
      expect(gone.filter((name) => !removed.includes(name.replace(/^.*: /, "")))).toEqual([]);
    },
  );
});

it("has a recording of the release that the packages are; `npm run test:releases` makes it", () => {
  const { version } = JSON.parse(read("provider", "package.json")) as { readonly version: string };
  expect(releases).toContain(version);
});
