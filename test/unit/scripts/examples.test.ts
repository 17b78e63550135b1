import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { parse } from "yaml";
import { repository } from "../../harness/project";

interface ConfigKey {
  readonly default?: unknown;
  readonly secret?: boolean;
}

interface Project {
  readonly name: string;
  readonly template?: { readonly description: string; readonly config?: Readonly<Record<string, ConfigKey>> };
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

const read = (...path: readonly string[]): string => readFileSync(join(repository, ...path), "utf8");
const manifestOf = (...path: readonly string[]): Manifest =>
  JSON.parse(read(...path, "package.json")) as Manifest;

const templates = readdirSync(join(repository, "examples"))
  .filter((name) => readdirSync(join(repository, "examples", name)).includes("Pulumi.yaml"))
  .map((name) => [name, parse(read("examples", name, "Pulumi.yaml")) as Project] as const)
  .filter(([, { template }]) => template !== undefined);

describe.each(templates)("the template %s", (name, { name: project, template }) => {
  it("is listed in README.md, and has its own name", () => {
    expect(read("README.md")).toContain(`[${name}](examples/${name})`);
    expect([project, manifestOf("examples", name).name]).toEqual([name, name]);
    expect(read("examples", name, "README.md")).toContain(`pulumi new <repository>/examples/${name}\n`);
  });

  it("depends on versions of this release, and not on the workspace", () => {
    const { dependencies = {}, devDependencies } = manifestOf("examples", name);
    const [provider, sandbox] = [manifestOf("provider"), manifestOf("sandbox")];
    expect(dependencies).toMatchObject({
      "@pulumi/pulumi": provider.peerDependencies?.["@pulumi/pulumi"],
      "pulumi-connectors": `^${provider.version}`,
      ...("yaml" in dependencies ? { yaml: provider.dependencies?.yaml } : {}),
    });
    expect(devDependencies).toMatchObject({
      "@pulumi/policy": provider.peerDependencies?.["@pulumi/policy"],
      "pulumi-connectors-sandbox": `^${sandbox.version}`,
    });
  });

  it("proposes what the stack dev has", () => {
    const { config: dev } = parse(read("examples", name, "Pulumi.dev.yaml")) as { config: object };
    const asked = Object.entries(template?.config ?? {});
    for (const [key, { default: proposed }] of asked.filter(([, { secret }]) => secret !== true)) {
      expect([key, proposed]).toEqual([key, (dev as Readonly<Record<string, unknown>>)[key]]);
    }
    // The secrets that it asks for are those of the section in the README, which has them for every stack.
    const secrets = asked.filter(([, { secret }]) => secret === true).map(([key]) => key);
    const set = [...read("examples", name, "README.md").matchAll(/config set --secret (\w+)/g)];
    expect(set.map(([, key]) => key)).toEqual(secrets);
  });
});

it("there are five templates", () => expect(templates).toHaveLength(5));
