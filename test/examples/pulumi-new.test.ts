import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { parse } from "yaml";
import { repository } from "../harness";
import { hasPulumiCli } from "../harness/cli-engine";
import { InstalledExample } from "./installed-example";

const names = ["documents-to-vectors", "warehouse-to-crm", "support-search", "company-wide"];

/** What `pulumi new` makes of the examples; the packages count as installed. Without a CLI it is reported as skipped. */
(hasPulumiCli ? describe : describe.skip)("pulumi new", () => {
  let example: InstalledExample;
  let env: Readonly<Record<string, string>>;
  beforeAll(() => {
    example = new InstalledExample("documents-to-vectors");
    const home = join(example.folder, ".sandbox", "pulumi");
    mkdirSync(home, { recursive: true });
    env = {
      PULUMI_HOME: home,
      PULUMI_BACKEND_URL: `file://${home}`,
      PULUMI_CONFIG_PASSPHRASE: "a passphrase for tests",
      PULUMI_SKIP_UPDATE_CHECK: "true",
    };
  });
  afterAll(() => example.remove());

  /** Starts a project from a template in a new folder. @returns the folder. */
  function start(name: string): string {
    const folder = join(example.folder, ".sandbox", name);
    mkdirSync(folder);
    const flags = `--generate-only --yes --name my-${name} --description Mine`;
    const template = join(repository, "examples", name);
    const { code, output } = example.run(`pulumi new '${template}' ${flags}`, env, folder);
    expect([code, output]).toEqual([0, expect.stringContaining(`Created project 'my-${name}'`)]);
    const project = parse(readFileSync(join(folder, "Pulumi.yaml"), "utf8")) as object;
    expect(project).toMatchObject({ name: `my-${name}`, description: "Mine" });
    expect(project).not.toHaveProperty("template");
    return folder;
  }

  it.each(names)("starts a project from %s, which previews under its own name with its rules", (name) => {
    const folder = start(name);
    example.install(folder);
    const [block = ""] = example.commandsOf("On the sandbox", join(folder, "README.md"));
    const commands = block
      .replaceAll("npx connectors-sandbox", "pulumi")
      .replace("pulumi up", "pulumi preview --non-interactive");
    const { code, output } = example.run(`pulumi stack init dev\n${commands}`, env, folder);
    expect([code, code === 0 ? "" : output]).toEqual([0, ""]);
    expect(output).toContain(`my-${name}-dev`);
    expect(output).toContain(`${name}-rules`);
    expect(output).not.toMatch(/\[(mandatory|advisory)\]/);
  });

  it("starts a project from existing-workspace", () => {
    expect(start("existing-workspace")).toMatch(/existing-workspace$/);
  });
});
