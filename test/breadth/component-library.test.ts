import { rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "@jest/globals";
import { describeOnEngines, linkedPackages, repository } from "../harness";

describeOnEngines(
  "a component library with its own copy of the package",
  (world) => {
    beforeAll(() => {
      const { project } = world();
      // The layout of pnpm, and of npm with --install-strategy=nested.
      project.write("node_modules/acme-lib/node_modules/.keep", "");
      symlinkSync(
        join(repository, "provider"),
        join(project.folder, "node_modules/acme-lib/node_modules/pulumi-connectors"),
      );
      project.write(
        "node_modules/acme-lib/index.js",
        `const pulumi = require("@pulumi/pulumi");
         const { unstructured } = require("pulumi-connectors");
         exports.Intake = class extends pulumi.ComponentResource {
           constructor(name, secret, opts) {
             super("acme:data:Intake", name, {}, opts);
             const config = { remote_url: "s3://b/", key: "AKIAEXAMPLEKEY1", secret };
             new unstructured.Source(name + "-source", { type: "s3", config }, { parent: this });
           }
         };`,
      );
      project.write(
        "index.js",
        'const { Intake } = require("acme-lib"); new Intake("intake", "wJalrPLANTED");',
      );
    });

    it("fails before anything is created, and says what to install where", async () => {
      const { platform, stack } = world();
      const { succeeded, output } = await stack.preview();
      expect(succeeded).toBe(false);
      expect(output).toMatch(
        /pulumi-connectors cannot be loaded from the program's folder, .+; run `npm install pulumi-connectors@\S+` there\. .+ \[PC_PACKAGE_NOT_FOUND\]/,
      );
      expect(output).not.toMatch(/Cannot find module|\n\s+at |PLANTED/);
      expect(platform.requests).toEqual([]);
    });

    it("works once the program has the package", async () => {
      const { project, stack } = world();
      symlinkSync(join(repository, "provider"), join(project.folder, "node_modules/pulumi-connectors"));
      expect(await stack.up()).toMatchObject({ succeeded: true, changes: { create: 3 } });
    });

    it("fails if the program has another version", async () => {
      const { project, stack } = world();
      rmSync(join(project.folder, "node_modules/pulumi-connectors"));
      project.write(
        "node_modules/pulumi-connectors/package.json",
        '{ "name": "pulumi-connectors", "version": "9.8.7" }',
      );
      const { succeeded, output } = await stack.preview();
      expect(succeeded).toBe(false);
      expect(output).toMatch(
        /leads to version 9\.8\.7, which the provider host would run; .+ \[PC_PACKAGE_VERSION\]/,
      );
    });
  },
  { packages: { "@pulumi/pulumi": linkedPackages["@pulumi/pulumi"] } },
);
