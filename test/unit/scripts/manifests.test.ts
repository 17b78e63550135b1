import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "@jest/globals";
import { repository } from "../../harness/project";

interface Manifest {
  readonly engines?: { readonly node?: string };
  readonly dev?: boolean;
  readonly [field: string]: unknown;
}

const read = (...path: string[]): string => readFileSync(join(repository, ...path), "utf8");
const manifest = (...path: string[]): Manifest => JSON.parse(read(...path, "package.json")) as Manifest;
/** The least version, of a range such as `>=20.19`. */
const least = (range = ""): number[] => (/^>=\s*([\d.]+)$/.exec(range)?.[1] ?? "0").split(".").map(Number);

describe("the versions of Node", () => {
  const declared = manifest().engines?.node ?? "";

  it("are the same for the repository, both packages and the documentation", () => {
    for (const folder of ["provider", "sandbox"]) expect(manifest(folder).engines?.node).toBe(declared);
    const [major, minor] = least(declared);
    for (const file of ["README.md", "CONTRIBUTING.md"]) {
      expect(read(file)).toContain(`You need Node ${major}.${minor} or later`);
    }
    expect(read(".github", "workflows", "ci.yml")).toContain(`node: [${major}, `);
  });

  it("are those that the dependencies need, but for the two that CONTRIBUTING.md names", () => {
    const [major = 0, minor = 0] = least(declared);
    const { packages } = JSON.parse(read("package-lock.json")) as {
      readonly packages: Readonly<Record<string, Manifest>>;
    };
    const stricter = Object.entries(packages).filter(([path, { dev, engines }]) => {
      const [needed = 0, neededMinor = 0] = least(engines?.node);
      return path !== "" && dev !== true && (needed > major || (needed === major && neededMinor > minor));
    });
    const names = stricter.map(([path]) => path.replace(/^.*node_modules\//, ""));
    expect([...new Set(names)].sort()).toEqual(["@pulumi/pulumi", "cookie"]);
    const [, section = ""] = read("CONTRIBUTING.md").split("## Node\n");
    for (const name of names) expect(section).toContain(`\`${name}\``);
  });
});

describe("the addresses in a package's manifest", () => {
  const script = pathToFileURL(join(repository, "scripts", "generate", "manifest.mjs")).href;
  /** What each manifest becomes with an address, or the message of the error. */
  const addressed = (...cases: readonly (readonly [object, string])[]): unknown =>
    JSON.parse(
      execFileSync(
        process.execPath,
        [
          "--input-type=module",
          "--eval",
          `import { withAddresses } from ${JSON.stringify(script)};
           const results = JSON.parse(process.argv[1]).map(([given, address]) => {
             try {
               return withAddresses(given, address, "provider");
             } catch ({ message }) {
               return message;
             }
           });
           process.stdout.write(JSON.stringify(results));`,
          JSON.stringify(cases),
        ],
        { encoding: "utf8" },
      ),
    );

  it("follow from that of the repository, which stands in one place", () => {
    const address = "https://host.example/owner/name";
    const given = { name: "it", license: "Apache-2.0", bugs: "https://old.example", main: "index.js" };
    const wrong = ["host.example/owner/name", "https://host.example/name/", "https://h.example/n.git"];
    const all = [address, "", ...wrong].map((each) => [given, each] as const);
    const refused = expect.stringContaining("expected an address such as https://host/owner/name");
    expect(addressed(...all)).toEqual([
      {
        name: "it",
        license: "Apache-2.0",
        homepage: `${address}#readme`,
        bugs: `${address}/issues`,
        repository: { type: "git", url: `git+${address}.git`, directory: "provider" },
        main: "index.js",
      },
      { name: "it", license: "Apache-2.0", main: "index.js" },
      ...wrong.map(() => refused),
    ]);
  });

  it("are in both packages or in none", () => {
    for (const folder of ["provider", "sandbox"]) {
      const { homepage, bugs, repository: own } = manifest(folder);
      const isSet = manifest().repository !== "";
      expect([homepage, bugs, own].map((field) => field !== undefined)).toEqual(Array(3).fill(isSet));
      expect(manifest(folder).scripts).toMatchObject({
        prepublishOnly: expect.stringContaining("--publish"),
      });
    }
  });
});
