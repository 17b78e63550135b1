import { expect, it } from "@jest/globals";
import { describeOnEngines } from "../harness";

describeOnEngines("a program with lookups", (world) => {
  it("finds what exists at preview, waits for what only the up makes, and stores no secret", async () => {
    const { platform, project, stack } = world();
    const { body } = await platform.ask("POST", "/api/v1/sources/", {
      name: "grown",
      type: "s3",
      config: { remote_url: "s3://grown/", key: "PLANTED-access-key", secret: "PLANTED-secret" },
    });
    const { id } = body as { id: string };
    project.program(`
      const args = { type: "s3", config: { remote_url: "s3://b/", anonymous: true } };
      module.exports = async () => {
        const found = await unstructured.getSource({ name: "grown" });
        const listed = await unstructured.listSources({ type: "s3" });
        const made = new unstructured.Source("made", { name: found.name + "-made", ...args });
        const byId = unstructured.getSourceOutput({ id: made.id });
        // The name is known at preview, but not to the platform.
        const byName = unstructured.getSourceOutput({ name: made.name, type: "s3" });
        new unstructured.Source("after", { name: pulumi.interpolate\`after-\${byName.name}\`, ...args });
        const all = unstructured.listSourcesOutput({ name: pulumi.secret("grown") });
        return { found, listed: listed.length, byId: byId.name, byName: byName.id, all };
      };
    `);
    const preview = await stack.preview();
    expect(preview).toMatchObject({ succeeded: true, changes: { create: 3 } });
    const list = "GET /api/v1/sources/?source_type=s3";
    expect(platform.take()).toEqual(["GET /api/v1/sources/", list, "GET /api/v1/sources/"]);

    expect(await stack.up()).toMatchObject({ succeeded: true, changes: { create: 3 } });
    const { made, after } = await stack.resources();
    expect(after?.inputs).toMatchObject({ name: "after-grown-made" });
    expect(platform.take().filter((line) => line === `GET /api/v1/sources/${made?.id}`)).toHaveLength(1);
    expect(await stack.outputs()).toMatchObject({
      found: { id, name: "grown", type: "s3", updatedAt: null, config: { remote_url: "s3://grown/" } },
      listed: 1,
      byId: "grown-made",
      byName: made?.id,
      all: { ciphertext: expect.stringMatching(/^v1:/) },
    });
    expect(await stack.stateText()).not.toContain("PLANTED");
  });

  it.each([
    ["a promise", 'unstructured.getSource({ name: "nobody" });', "nobody"],
    [
      "an output that is a secret",
      'exports.id = unstructured.getSourceOutput({ name: pulumi.secret("nobody") }).id;',
      "[secret]",
    ],
  ])("fails in one line, without a stack, where %s finds nothing", async (_, text, shown) => {
    const { project, stack } = world();
    project.program(text);
    const { succeeded, output } = await stack.preview();
    expect(succeeded).toBe(false);
    expect(output).toContain(
      `unstructured.Source "${shown}": get failed: Unstructured has no source with name "${shown}"; it has "grown" (`,
    );
    expect(output).toContain("[PC_NOT_FOUND]");
    expect(output).not.toMatch(/^\s+at /m);
    expect(output).not.toContain("Error: ");
  });
});
