import { expect, it } from "@jest/globals";
import { describeOnEngines } from "../harness";

const program = (name: string, options = "", url = "s3://b/"): string =>
  `const source = new unstructured.Source("source", { name: "${name}", type: "s3", config: { remote_url: "${url}", anonymous: true } }${options});
   exports.id = source.id;
   exports.name = source.name;`;

describeOnEngines(
  "a platform that does not rename",
  (world) => {
    it("fails the update, and the state has the name on the platform", async () => {
      const { project, stack } = world();
      project.program(program("before"));
      await stack.up();
      project.program(program("after"));
      const outcome = await stack.up();
      expect(outcome.succeeded).toBe(false);
      expect(outcome.output).toContain(
        'unstructured.Source "after": update failed: Unstructured kept the old name "before"',
      );
      expect(outcome.output).toContain("[PC_NOT_APPLIED]");
      const { source } = await stack.resources();
      expect(source?.outputs).toMatchObject({ name: "before" });
      expect(source?.id).toMatch(/-/);
    });

    it("lets the resource be refreshed", async () => {
      const { stack } = world();
      expect(await stack.refresh()).toMatchObject({ succeeded: true, changes: { same: 2 } });
    });

    it("lets the next up try again, with the same result", async () => {
      const { platform, stack } = world();
      platform.take();
      expect((await stack.up()).succeeded).toBe(false);
      expect(platform.takeWrites()).toEqual([expect.stringMatching(/^PUT /)]);
    });

    it("needs one refresh to show what else the failed update has changed", async () => {
      const { project, stack } = world();
      const url = async (): Promise<unknown> =>
        ((await stack.resources()).source?.inputs as { config?: { remote_url?: unknown } }).config
          ?.remote_url;
      project.program(program("after", "", "s3://other/"));
      expect((await stack.up()).succeeded).toBe(false);
      // After a failure an engine keeps the inputs of before.
      expect(await url()).toBe("s3://b/");
      expect(await stack.refresh()).toMatchObject({ succeeded: true, changes: { update: 1, same: 1 } });
      expect(await url()).toBe("s3://other/");
      expect(await stack.refresh()).toMatchObject({ succeeded: true, changes: { same: 2 } });
    });

    it("succeeds when the program restores the old name", async () => {
      const { project, stack } = world();
      project.program(program("before"));
      expect(await stack.up()).toMatchObject({ succeeded: true });
      expect(await stack.up()).toMatchObject({ succeeded: true, changes: { same: 2 } });
    });

    it("replaces the object if onRename says so", async () => {
      const { platform, project, stack } = world();
      const { source: old } = await stack.resources();
      platform.take();
      project.program(program("after", ', { onRename: "replace" }'));
      const outcome = await stack.up();
      expect(outcome).toMatchObject({ succeeded: true, changes: { replace: 1, same: 1 } });
      expect(platform.takeWrites()).toEqual(["POST /api/v1/sources/", `DELETE /api/v1/sources/${old?.id}`]);
      expect(await stack.outputs()).toMatchObject({ name: "after" });
      expect(await stack.up()).toMatchObject({ changes: { same: 2 } });
    });

    it("deletes a resource whose update has failed", async () => {
      const { platform, project, stack } = world();
      project.program(program("again"));
      expect((await stack.up()).succeeded).toBe(false);
      platform.take();
      project.program("");
      expect(await stack.up()).toMatchObject({ succeeded: true, changes: { delete: 1 } });
      expect(platform.takeWrites()).toEqual([expect.stringMatching(/^DELETE /)]);
    });

    it("records an adopted object that it does not rename, so that a destroy deletes it", async () => {
      const { platform, project, stack } = world();
      const made = (await (
        await fetch(`${platform.url}/api/v1/sources/`, {
          method: "POST",
          headers: { "unstructured-api-key": platform.apiKey, "content-type": "application/json" },
          body: JSON.stringify({
            name: "by hand",
            type: "s3",
            config: { remote_url: "s3://b/", anonymous: true },
          }),
        })
      ).json()) as { id: string };
      project.program(program("ours", `, { adopt: "${made.id}" }`));
      expect((await stack.up()).succeeded).toBe(false);
      expect(await stack.resources()).toMatchObject({
        source: { id: made.id, outputs: { name: "by hand" } },
      });
      platform.take();
      expect(await stack.destroy()).toMatchObject({ succeeded: true });
      expect(platform.takeWrites()).toEqual([`DELETE /api/v1/sources/${made.id}`]);
    });
  },
  { platformOptions: { keepNames: true } },
);
