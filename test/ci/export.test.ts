import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { makeProject, repository, type TestProject } from "../harness";
import { UserRepository } from "./user-repository";

describe("the nightly export of examples/ci", () => {
  let user: UserRepository;
  let project: TestProject;
  let platforms: ChildProcess;
  const platformEnv: Record<string, string> = {};
  beforeAll(async () => {
    user = new UserRepository({ compiled: true });
    project = makeProject();
    // In a process of its own, for this one waits for each command of a pipeline.
    const cli = join(repository, "sandbox", "dist", "cli.js");
    platforms = spawn(process.execPath, [cli, "serve", "--cwd", project.folder], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    for await (const line of createInterface({ input: platforms.stdout ?? process.stdin })) {
      const [, name, value] = /^ {2}export (\w+)=(.*)$/.exec(line) ?? [];
      if (name !== undefined && value !== undefined) platformEnv[name] = value;
      if (name === "AIRWEAVE_ORGANIZATION_ID") break;
    }
  });
  afterAll(async () => {
    const closed = once(platforms, "close");
    platforms.kill("SIGTERM");
    await closed;
    project.remove();
    user.remove();
  });

  const save = async (method: string, id: string, body: object): Promise<string> => {
    const { UNSTRUCTURED_API_URL: url, UNSTRUCTURED_API_KEY: key = "" } = platformEnv;
    const headers = { "unstructured-api-key": key, "content-type": "application/json" };
    const response = await fetch(`${url}/api/v1/sources/${id}`, {
      method,
      headers,
      body: JSON.stringify(body),
    });
    return ((await response.json()) as { readonly id: string }).id;
  };

  it("proposes what people have changed, and only in its folder", async () => {
    const config = { remote_url: "s3://b/", key: "PLANTED-KEY", secret: "PLANTED-SECRET" };
    const id = await save("POST", "", { name: "invoices", type: "s3", config });
    user.command("gh", `echo "gh $1 $2" >&2; test "$2" = create || echo 0`);
    const path = `${join("node_modules", ".bin")}:${process.env.PATH}`;
    const env = { ...platformEnv, PLATFORMS: "unstructured", PATH: path };
    const night = (): string => {
      const exported = user.runWorkflow("export.yml", "export", { env });
      expect(exported.output).not.toContain("error:");
      expect(exported.code).toBe(0);
      user.checkOut();
      const proposed = user.runWorkflow("export.yml", "propose", { env });
      expect({ code: proposed.code, output: proposed.output }).toMatchObject({ code: 0 });
      return proposed.output;
    };
    expect(night()).toBe("gh pr list\ngh pr create\n");
    expect(user.read("workspace/index.ts")).toContain(`adopt: "${id}"`);
    expect(night()).toBe("workspace is what the platforms have.\n");
    await save("PUT", id, { name: "invoices", config: { ...config, remote_url: "s3://changed/" } });
    expect(night()).toBe("gh pr list\ngh pr create\n");
    const lines = user.read("export.patch").split("\n");
    expect(lines.filter((line) => /^[-+] .*remote_url/.test(line))).toEqual([
      '-      remote_url: "s3://b/",',
      '+      remote_url: "s3://changed/",',
    ]);
    expect(lines.join("\n")).not.toContain("PLANTED");
    // Somebody has put something into the patch.
    const outside =
      "diff --git a/x.sh b/x.sh\nnew file mode 100755\n--- /dev/null\n+++ b/x.sh\n@@ -0,0 +1 @@\n+x\n";
    user.write("export.patch", outside);
    user.runWorkflow("export.yml", "propose", { env });
    expect(() => user.read("x.sh")).toThrow("ENOENT");
    const gitLab = { ...env, PLATFORMS: "unstructured" };
    expect(user.runGitLabJob("export", gitLab)).toMatchObject({ code: 0 });
    expect(user.read("export.patch")).toBe("");
    expect(user.runGitLabJob("propose", { ...gitLab, GITLAB_CI: "true" }).output).toContain(
      "workspace is what the platforms have.",
    );
  });
});
