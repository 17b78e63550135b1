import { cpSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "@jest/globals";
import { describeOnEngines, repository } from "../harness";

/** A copy of the package next to the lowest supported SDK, so that both program and package load that one. */
const folder = join(repository, "test", "lowest-sdk", "node_modules");
const packages = {
  "@pulumi/pulumi": join(folder, "@pulumi", "pulumi"),
  "pulumi-connectors": join(folder, "pulumi-connectors"),
};

interface Manifest {
  readonly version: string;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

const manifest = (path: string): Manifest =>
  JSON.parse(readFileSync(join(path, "package.json"), "utf8")) as Manifest;

const gcs = '{ remote_url: "gs://b/", service_account_key: "{}" }';

beforeAll(() => {
  rmSync(packages["pulumi-connectors"], { recursive: true, force: true });
  cpSync(join(repository, "provider"), packages["pulumi-connectors"], { recursive: true });
});

it("tests the lowest SDK that the package supports", () => {
  const declared = manifest(packages["pulumi-connectors"]).peerDependencies?.["@pulumi/pulumi"];
  expect(declared).toBe(`^${manifest(packages["@pulumi/pulumi"]).version}`);
});

describeOnEngines(
  "the lowest supported SDK",
  (world) => {
    it("creates, updates and deletes a source", async () => {
      const { project, stack } = world();
      const program = (options: string): string => `
        if (!require.resolve("@pulumi/pulumi").includes("lowest-sdk")) throw new pulumi.RunError("another SDK");
        const source = new unstructured.Source("source", ${options});
        exports.id = source.id;`;
      project.program(
        program('{ type: "s3", config: { remote_url: "s3://b/", key: "AKIA", secret: "PLANTED" } }'),
      );
      expect(await stack.preview()).toMatchObject({ succeeded: true, changes: { create: 2 } });
      expect(await stack.up()).toMatchObject({ succeeded: true, changes: { create: 2 } });
      expect(await stack.stateText()).not.toContain("PLANTED");
      expect(await stack.refresh()).toMatchObject({ succeeded: true, changes: { same: 2 } });
      project.program(program(`{ type: "gcs", config: ${gcs} }`));
      expect(await stack.up()).toMatchObject({ succeeded: true, changes: { replace: 1 } });
    });

    it("reads a source by id, and does not delete it with the stack", async () => {
      const { platform, project, stack } = world();
      const { id } = await stack.outputs();
      project.program(`exports.type = unstructured.Source.get("got", ${JSON.stringify(id)}).type;
        new unstructured.Source("source", { type: "gcs", config: ${gcs} });`);
      expect(await stack.up()).toMatchObject({ succeeded: true });
      expect(await stack.outputs()).toEqual({ type: "gcs" });
      expect(await stack.destroy()).toMatchObject({ succeeded: true });
      expect(platform.takeWrites().filter((line) => line.startsWith("DELETE"))).toHaveLength(2);
    });
  },
  { packages },
);
