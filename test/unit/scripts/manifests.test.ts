import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { repository } from "../../harness/project";
import { callEach, type Call, type Outcome } from "../../harness/script";

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

describe("the versions that docs/versioning.md promises to support", () => {
  const page = read("docs", "versioning.md");

  it("are those that the manifests declare, and that tests use", () => {
    const { peerDependencies } = manifest("provider") as {
      readonly peerDependencies: Record<string, string>;
    };
    const lowest = (name: string): string => (peerDependencies[name] ?? "").replace("^", "");
    expect(page).toContain(`| 20.19 and later; CI runs all tests on 20, 22 and 24`);
    expect(manifest().engines?.node).toBe(">=20.19");
    expect(read(".github", "workflows", "ci.yml")).toContain("node: [20, 22, 24]");
    for (const name of ["@pulumi/pulumi", "@pulumi/policy"]) {
      expect(page).toMatch(new RegExp(`\\| \\\`${name}\\\` +\\| ${lowest(name)} and later`));
    }
    const [, oldest = ""] =
      /oldestTypeScript = "(\d+\.\d+)\./.exec(read("test", "package", "install.test.ts")) ?? [];
    expect(page).toContain(`TypeScript ${oldest} and later`);
  });
});

describe("the addresses in a package's manifest", () => {
  const outcomes = (...calls: readonly Call[]): Outcome[] => callEach("generate/manifest.mjs", ...calls);
  const address = "https://host.example/owner/name";
  const site = "https://site.example/docs";

  it("follow from those of the repository and the site, which stand in one place", () => {
    const given = { name: "it", license: "Apache-2.0", bugs: "https://old.example", main: "index.js" };
    const filled = (repositoryAddress: string, homepage: string): Call => [
      "withAddresses",
      given,
      { repository: repositoryAddress, homepage },
      "provider",
    ];
    const bare = { name: "it", license: "Apache-2.0", main: "index.js" };
    const ofRepository = {
      bugs: `${address}/issues`,
      repository: { type: "git", url: `git+${address}.git`, directory: "provider" },
    };
    expect(outcomes(filled(address, site), filled(address, ""), filled("", site), filled("", ""))).toEqual([
      { value: { ...bare, homepage: site, ...ofRepository } },
      { value: { ...bare, ...ofRepository } },
      { value: { ...bare, homepage: site } },
      { value: bare },
    ]);
  });

  it("are refused where they are none", () => {
    const wrong = ["host.example/owner/name", "https://host.example/name/", "https://h.example/n.git"];
    const given = { name: "it", license: "Apache-2.0" };
    const expected = (address: string): Outcome => ({
      error: expect.stringContaining(`expected an address such as ${address}`) as unknown as string,
    });
    expect(
      outcomes(
        ...wrong.map((each): Call => ["withAddresses", given, { repository: each, homepage: "" }, "p"]),
        ...wrong.map((each): Call => ["withAddresses", given, { repository: "", homepage: each }, "p"]),
      ),
    ).toEqual([
      ...wrong.map(() => expected("https://host/owner/name")),
      ...wrong.map(() => expected("https://host/path")),
    ]);
  });

  it("lead a new issue to the security policy as soon as there is one", () => {
    const choices = (repositoryAddress: string): Call => ["issueChoices", { repository: repositoryAddress }];
    expect(outcomes(choices(""), choices(address))).toEqual([
      { value: "blank_issues_enabled: false\n" },
      {
        value: expect.stringMatching(
          `^blank_issues_enabled: false\ncontact_links:\n[^]* url: ${address}/security/policy\n`,
        ),
      },
    ]);
  });

  it("are in both packages as in the root", () => {
    const { repository: ofRepository, homepage } = manifest();
    for (const folder of ["provider", "sandbox"]) {
      const own = manifest(folder);
      const isDeclared = [own.homepage, own.bugs, own.repository].map((field) => field !== undefined);
      expect(isDeclared).toEqual([homepage !== "", ofRepository !== "", ofRepository !== ""]);
      expect(own.scripts).toMatchObject({ prepublishOnly: expect.stringContaining("--publish") });
    }
  });
});

describe("an address at a host of repositories or sites", () => {
  /** Whose repositories the documentation and comments cite. */
  const cited = ["airweave-ai", "dagrejs", "dustin", "google", "Multiwoven", "pulumi", "Unstructured-IO"];
  const pattern =
    /\b(?:(?:github|gitlab)\.com|bitbucket\.org|codeberg\.org)\/([\w-]+)|\b[\w-]+\.(?:github\.io|gitlab\.io|pages\.dev|netlify\.app|vercel\.app|readthedocs\.io)\b/g;

  it("is a vendor's, or that in the root's package.json", () => {
    const { repository: own = "", homepage = "" } = manifest() as Readonly<Record<string, string>>;
    const files = execFileSync("git", ["ls-files", "-z"], { cwd: repository, encoding: "utf8" }).split("\0");
    const found = files
      .filter(
        (path) => path !== "" && !/^(?:site\/)?package-lock\.json$|^test\/fixtures\/|\/catalog\//.test(path),
      )
      .filter((path) => existsSync(join(repository, path)))
      .flatMap((path) =>
        [...read(path).matchAll(pattern)].map(([address, owner = ""]) => ({ path, address, owner })),
      );
    expect(found.length).toBeGreaterThan(cited.length);
    const isOwn = (address: string): boolean =>
      [own, homepage].some((each) => each !== "" && each.includes(address));
    expect(found.filter(({ address, owner }) => !cited.includes(owner) && !isOwn(address))).toEqual([]);
  });
});
