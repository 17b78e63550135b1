import { expect, it } from "@jest/globals";
import { describeOnEngines } from "../harness";

const program = (name: string, options = ""): string =>
  `const source = new unstructured.Source("source", { name: "${name}", type: "s3", config: { remote_url: "s3://b/" } }${options});
   exports.id = source.id;
   exports.name = source.name;`;

describeOnEngines(
  "a platform that does not rename",
  (world) => {
    it("makes an update fail with one clear error, and the state says what the platform has", async () => {
      const { project, stack } = world();
      project.program(program("before"));
      await stack.up();
      project.program(program("after"));
      const outcome = await stack.up();
      expect(outcome.succeeded).toBe(false);
      expect(outcome.output).toContain(
        'unstructured.Source "after": update failed: Unstructured kept the old name "before"; take that name back into the program, or make a new source with the resource option `onRename: "replace"`',
      );
      const { source } = await stack.resources();
      expect(source?.outputs).toMatchObject({ name: "before" });
      expect(source?.id).toMatch(/-/);
    });

    it("lets the next up try again, with the same result", async () => {
      const { platform, stack } = world();
      platform.take();
      expect((await stack.up()).succeeded).toBe(false);
      expect(platform.takeWrites()).toEqual([expect.stringMatching(/^PUT /)]);
    });

    it("is content when the program takes the old name back", async () => {
      const { project, stack } = world();
      project.program(program("before"));
      expect(await stack.up()).toMatchObject({ succeeded: true });
      expect(await stack.up()).toMatchObject({ succeeded: true, changes: { same: 2 } });
    });

    it("gets a new object with onRename replace, and the old one goes", async () => {
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
  },
  { keepNames: true },
);
