import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { parse } from "yaml";
import { itOnPosix } from "../../../harness/on-posix";
import { repository } from "../../../harness/project";

interface Step {
  readonly uses?: string;
  readonly run?: string;
}
interface Workflow {
  readonly permissions: object;
  readonly jobs: Readonly<
    Record<"check" | "publish" | "release", { readonly permissions: object; readonly steps: readonly Step[] }>
  >;
}

const text = readFileSync(join(repository, ".github", "workflows", "release.yml"), "utf8");
const { permissions, jobs } = parse(text) as Workflow;
const commands = (job: keyof Workflow["jobs"]): string[] => jobs[job].steps.flatMap(({ run }) => run ?? []);

describe("the release workflow", () => {
  it("gives each job what it needs: only the one that runs no code of ours can publish", () => {
    expect(permissions).toEqual({});
    expect(Object.entries(jobs).map(([name, job]) => [name, job.permissions])).toEqual([
      ["check", { contents: "read" }],
      ["publish", { "id-token": "write" }],
      ["release", { contents: "write" }],
    ]);
    expect(text).not.toContain("secrets.");
    for (const job of ["publish", "release"] as const) {
      expect(jobs[job].steps.map(({ uses }) => uses ?? "")).not.toContainEqual(
        expect.stringContaining("actions/checkout"),
      );
      expect(commands(job).join("\n")).not.toMatch(/npm (?:ci|install|run|test)|node /);
    }
  });

  it("runs actions of one commit each, with the version that it is", () => {
    const uses = text.split("\n").filter((line) => line.includes("uses:"));
    expect(uses.length).toBeGreaterThan(4);
    expect(uses.filter((line) => !/@[\da-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
  });

  it("checks with the scripts that there are", () => {
    const { scripts } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8")) as {
      readonly scripts: object;
    };
    const names = commands("check").flatMap((run) => /npm run ([\w:]+)/.exec(run)?.[1] ?? []);
    expect(names).toEqual(["check", "release:check"]);
    for (const name of names) expect(scripts).toHaveProperty([name]);
    expect(commands("check")).toContain("npm test");
  });

  const [publish = ""] = commands("publish");
  /** What the step that publishes passes to npm, if the registry has these packages already. */
  const published = (...existing: readonly string[]): string[] => {
    const folder = mkdtempSync(join(tmpdir(), "release-"));
    try {
      const script = `#!/bin/sh
        if [ "$1" = view ]; then case " ${existing.join(" ")} " in *" $2 "*) exit 0;; esac; exit 1; fi
        echo "$@"`;
      writeFileSync(join(folder, "npm"), script);
      chmodSync(join(folder, "npm"), 0o755);
      const env = { PATH: [folder, process.env.PATH].join(delimiter), TAG: "v1.2.0" };
      const { stdout } = spawnSync("bash", ["-e", "-c", publish], { env, encoding: "utf8" });
      return stdout.trim().split("\n");
    } finally {
      rmSync(folder, { recursive: true });
    }
  };
  itOnPosix("publishes the provider first, with provenance, and nothing twice", () => {
    const provider = "publish --provenance --access public ./packed/pulumi-connectors-1.2.0.tgz";
    const sandbox = "publish --provenance --access public ./packed/pulumi-connectors-sandbox-1.2.0.tgz";
    expect(published()).toEqual([provider, sandbox]);
    expect(published("pulumi-connectors@1.2.0")).toEqual([
      "pulumi-connectors 1.2.0 is published already",
      sandbox,
    ]);
  });
});
