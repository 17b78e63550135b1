import { expect, it } from "@jest/globals";
import { describeOnEngines } from "../harness";

const program = `
for (const [name, protect] of [["first", false], ["second", false], ["guarded", true]]) {
  new unstructured.Source(name, { type: "s3", config: { remote_url: "s3://b/", anonymous: true } }, { protect });
}
`;

const urn = (name: string): string =>
  `urn:pulumi:dev::test::pulumi-nodejs:dynamic/unstructured:Source::${name}`;

describeOnEngines("up --replace", (world) => {
  it("replaces the named resources, and no other", async () => {
    const { platform, project, stack } = world();
    project.program(program);
    expect(await stack.up()).toMatchObject({ succeeded: true, changes: { create: 4 } });
    const before = await stack.resources();
    platform.takeWrites();
    expect(await stack.up({ replace: [urn("first")] })).toMatchObject({
      succeeded: true,
      changes: { replace: 1, same: 3 },
    });
    expect(platform.takeWrites()).toEqual([
      "POST /api/v1/sources/",
      `DELETE /api/v1/sources/${before.first?.id}`,
    ]);
    const after = await stack.resources();
    expect(after.first?.id).not.toBe(before.first?.id);
    expect(after.second?.id).toBe(before.second?.id);
  });

  it("takes wildcards, refuses a protected resource, and fails for one that does not exist", async () => {
    const { platform, stack } = world();
    expect(await stack.up({ replace: ["**::se*"] })).toMatchObject({ changes: { replace: 1, same: 3 } });
    platform.takeWrites();
    for (const [name, reason] of [
      ["guarded", "as it is currently marked for protection"],
      [
        "nope",
        `Target '${urn("nope")}' could not be found in the stack. Did you forget to escape $ in your shell?`,
      ],
    ] as const) {
      const { succeeded, output } = await stack.up({ replace: [urn(name)] });
      expect([name, succeeded]).toEqual([name, false]);
      expect(output).toContain(reason);
    }
    expect(platform.takeWrites()).toEqual([]);
  });
});
