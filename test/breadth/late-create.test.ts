import { expect, it } from "@jest/globals";
import { describeOnEngines } from "../harness";

const config = { remote_url: "s3://bucket/in/", key: "AKIA", secret: "wJal-PLANTED7HENG" };
const program = (options = {}): string => `
new unstructured.Source("late", { type: "s3", config: ${JSON.stringify(config)} }, ${JSON.stringify(options)});
new unstructured.Destination("other", { type: "s3", config: { remote_url: "s3://bucket/out/", anonymous: true } });
`;

describeOnEngines("a create that the platform finishes after its 504", (world) => {
  let lateId = "";
  const sources = async (): Promise<string[]> => {
    const { body } = await world().platform.ask("GET", "/api/v1/sources/");
    return (body as { id: string }[]).map(({ id }) => id);
  };

  it("fails, and the state keeps it as open", async () => {
    const { platform, project, stack } = world();
    await stack.configure({ "unstructured:timeout": "3" });
    project.program(program());
    platform.setFaults([
      { fault: { kind: "status", status: 504 }, method: "POST", path: /sources/, times: Infinity },
    ]);
    const { succeeded, output } = await stack.up();
    platform.setFaults();
    expect(succeeded).toBe(false);
    expect(output).toContain("No source of that name and type exists on the platform yet.");
    expect(output).toContain("[PC_INDETERMINATE_CREATE]");
    const { late, other } = await stack.resources();
    expect(late?.id).toMatch(/^unknown-/);
    expect(other?.id).not.toMatch(/^unknown-/);
    expect(await stack.exportState()).not.toContain("PLANTED");
    const posts = platform.log.filter(({ method, path }) => method === "POST" && path.includes("sources"));
    expect(posts).toHaveLength(1);
  });

  it("is kept by a refresh, and shown as replaced by a preview that sends nothing", async () => {
    const { platform, stack } = world();
    expect(await stack.refresh()).toMatchObject({ succeeded: true });
    platform.take();
    const { changes } = await stack.preview();
    expect(changes).toMatchObject({ replace: 1, same: 2 });
    expect(platform.take()).toEqual([]);
  });

  it("is offered for adoption by the next up, which makes no second object", async () => {
    const { platform, stack } = world();
    await platform.ask("POST", "/api/v1/sources/", { name: "late", type: "s3", config });
    [lateId = ""] = await sources();
    platform.take();
    const { succeeded, output } = await stack.up();
    expect(succeeded).toBe(false);
    expect(output).toContain(`take it over with the resource option \`adopt: "${lateId}"\``);
    expect(output).not.toContain("PLANTED");
    expect(platform.takeWrites()).toEqual([]);
  });

  it("is adopted, and then nothing differs", async () => {
    const { platform, project, stack } = world();
    project.program(program({ adopt: lateId }));
    expect(await stack.up()).toMatchObject({ succeeded: true, changes: { replace: 1, same: 2 } });
    expect((await stack.resources()).late?.id).toBe(lateId);
    expect(await sources()).toEqual([lateId]);
    project.program(program());
    platform.takeWrites();
    expect(await stack.up()).toMatchObject({ succeeded: true, changes: { same: 3 } });
    expect(platform.takeWrites()).toEqual([]);
  });
});
