import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it } from "@jest/globals";
import { repository } from "../../harness/project";

const script = pathToFileURL(join(repository, "scripts", "docs", "problems.mjs")).href;

/** What the check reports of the documentation of this repository, with more pages and declarations in it. */
function problemsWith(more: object): unknown {
  const program = `
    import { docsProblems } from ${JSON.stringify(script)};
    const [root, more] = JSON.parse(process.argv[1]);
    process.stdout.write(JSON.stringify(docsProblems(root, more)));`;
  const args = ["--input-type=module", "--eval", program, JSON.stringify([repository, more])];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" }));
}

const planted = `# Planted

[there](secrets.md), [a heading](options.md#run-on-change), [the other one](#planted-1), \`[code](none.md)\`

## Planted

[gone](gone.md), [no heading](secrets.md#none), [outside](../../outside.md)

<!-- given: declare const documents: unstructured.Source; -->

\`\`\`ts
new unstructured.Workflow("w", { sourceId: documents.id, workflowType: "template", templateId: "t" });
new unstructured.Source("s", { type: "s3", config: { remote_ulr: "s3://b/", anonymous: true } });
\`\`\`

\`\`\`ts
absent();
\`\`\`
`;

it("the documentation has no dead links, no examples that do not compile and no undocumented exports, but for those that are planted", () => {
  const more = {
    pages: { "docs/planted.md": planted },
    sources: { "scripts/planted.mjs": "// docs/secrets.md, docs/gone.md and docs/gone.md again" },
    entries: { "test/fixtures/docs/undocumented.d.ts": "planted" },
  };
  expect(problemsWith(more)).toEqual([
    "docs/planted.md:7: gone.md: there is no docs/gone.md",
    "docs/planted.md:7: secrets.md#none: docs/secrets.md has no heading #none",
    "docs/planted.md:7: ../../outside.md: there is no ../outside.md",
    "docs/README.md: does not list docs/planted.md",
    "scripts/planted.mjs: cites docs/gone.md, which does not exist",
    expect.stringMatching(/^docs\/planted.md:13: .*'remote_ulr' does not exist/),
    "docs/planted.md:17: Cannot find name 'absent'.",
    "planted.Half.bad: has no doc comment",
    "planted.nothing: has no doc comment",
  ]);
});
