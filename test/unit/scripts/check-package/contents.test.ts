import { describe, expect, it } from "@jest/globals";
import { callEach, type Call, type Outcome } from "../../../harness/script";

type Files = Readonly<Record<string, string>>;

const top = { "CHANGELOG.md": "", LICENSE: "", "README.md": "", "package.json": "{}" };
const provider: Files = {
  ...top,
  "dist/index.js": "",
  "dist/index.d.ts": "",
  "dist/testing/index.js": "",
  "catalog/unstructured/source/s3.json": "{}",
  "policy-pack/PulumiPolicy.yaml": "",
  "policy-pack/index.js": "",
};
const sandbox: Files = {
  ...top,
  "dist/cli.js": "",
  "catalog/airweave/source/stub.json": "{}",
  "console-assets/console.css": "",
};
const usual = {
  packedBytes: 1000,
  catalog: ["catalog/unstructured/source/s3.json"],
  folders: ["/work/place"],
};

/** The problems of each package, whose name, files and expectations are given. */
const problems = (
  ...packages: readonly (readonly [name: string, files: Files, expected?: Partial<typeof usual>])[]
): Outcome[] =>
  callEach(
    "check-package/contents.mjs",
    ...packages.map(([name, files, expected]): Call => [
      "contentProblems",
      name,
      files,
      { ...usual, ...expected },
    ]),
  );
const without = (files: Files, path: string): Files =>
  Object.fromEntries(Object.entries(files).filter(([each]) => each !== path));

describe("the contents of a package", () => {
  it("are accepted as they should be", () => {
    expect(
      problems(
        ["pulumi-connectors", provider],
        ["pulumi-connectors-sandbox", sandbox, { catalog: ["catalog/airweave/source/stub.json"] }],
      ),
    ).toEqual([{ value: [] }, { value: [] }]);
  });

  const unwanted = [
    "dist/index.js.map",
    "dist/tsconfig.tsbuildinfo",
    "dist/index.test.js",
    "dist/__tests__/index.js",
    "dist/test/index.js",
    "dist/fixtures/state.js",
    "dist/index.ts",
    "src/index.ts",
    "test/index.test.ts",
    "tsconfig.json",
    ".env",
    ".npmrc",
    "catalog/unstructured/source/notes.txt",
    "catalog/other.json",
    "policy-pack/node_modules/x/index.js",
    "policy-pack/Pulumi.dev.yaml",
    "pulumi-connectors-0.1.0.tgz",
  ];

  it("have no source map, source, test, setting of the machine or anything else that is not named", () => {
    expect(
      problems(...unwanted.map((path) => ["pulumi-connectors", { ...provider, [path]: "" }] as const), [
        "pulumi-connectors-sandbox",
        { ...sandbox, "policy-pack/index.js": "" },
        { catalog: [] },
      ]),
    ).toEqual(
      [...unwanted, "policy-pack/index.js"].map((path) => ({ value: [`${path}: should not be packed`] })),
    );
  });

  it("have the licence, the change log, the catalog and every folder", () => {
    const needed = [...Object.keys(top), "catalog/unstructured/source/s3.json"];
    expect(
      problems(...needed.map((path) => ["pulumi-connectors", without(provider, path)] as const), [
        "pulumi-connectors-sandbox",
        without(sandbox, "dist/cli.js"),
        { catalog: [] },
      ]),
    ).toEqual([
      ...Object.keys(top).map((path) => ({ value: [`${path}: not packed`] })),
      { value: ["catalog/unstructured/source/s3.json: not packed", "catalog/: not packed"] },
      { value: ["dist/: not packed"] },
    ]);
  });

  it("are no larger than they should be, packed and unpacked", () => {
    const large = { ...provider, "dist/large.js": "x".repeat(5_000_000) };
    expect(
      problems(["pulumi-connectors", provider, { packedBytes: 10_000_000 }], ["pulumi-connectors", large]),
    ).toEqual([
      { value: [expect.stringContaining("the tarball has 10000000 bytes, more than")] },
      { value: [expect.stringContaining("the package has 5000004 bytes, more than")] },
    ]);
  });

  it("name no folder of the machine that packed them", () => {
    const texts = ["at /work/place/index.ts", "/home/somebody/x", "C:\\\\Users\\\\somebody"];
    expect(
      problems(
        ...texts.map((text) => ["pulumi-connectors", { ...provider, "dist/index.js": text }] as const),
      ),
    ).toEqual(texts.map(() => ({ value: ["dist/index.js: contains a path of this machine"] })));
  });

  it("are known for every package", () => {
    expect(problems(["pulumi-other", provider])).toEqual([
      { value: [expect.stringContaining("pulumi-other: scripts/check-package/contents.mjs does not say")] },
    ]);
  });
});
