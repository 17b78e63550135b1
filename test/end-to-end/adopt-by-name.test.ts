import { expect, it } from "@jest/globals";
import { describeOnEngines, type World } from "../harness";

const s3 = `type: "s3", config: { remote_url: "s3://ours/", anonymous: true }`;

const source = (name: string, args: string, adopt: string): string =>
  `new unstructured.Source("${name}", { ${args} }, { adopt: ${adopt} });`;

const makeByHand = async ({ platform }: World, type: string, config: object): Promise<string> => {
  const { body } = await platform.ask("POST", "/api/v1/sources/", { name: "by hand", type, config });
  return (body as { id: string }).id;
};

describeOnEngines("adopting an object by its name", (world) => {
  const byName = `{ name: pulumi.secret("by hand") }`;

  it("takes over the one of the program's type, after a preview that says so", async () => {
    const { platform, project, stack } = world();
    const id = await makeByHand(world(), "s3", { remote_url: "s3://theirs/", anonymous: true });
    await makeByHand(world(), "gcs", { remote_url: "gs://theirs/", service_account_key: "{}" });
    platform.take();
    project.program(source("mine", s3, byName));
    const { succeeded, output } = await stack.up({ previewFirst: true });
    expect(output).toContain(
      `takes over the source "[secret]" with the id "${id}"; changes on it: name: "[secret]" → "mine", config.remote_url: "s3://theirs/" → "s3://ours/"`,
    );
    expect(succeeded).toBe(true);
    const list = "GET /api/v1/sources/?source_type=s3";
    const item = `/api/v1/sources/${id}`;
    expect(platform.take()).toEqual([list, list, `GET ${item}`, `PUT ${item}`]);
    expect(await stack.stateText()).not.toContain("by hand");
  });

  it("is refused in a preview where another resource has it, whichever comes first", async () => {
    const { platform, project, stack } = world();
    project.program(source("theirs", `name: "x", ${s3}`, `{ name: "mine" }`) + source("mine", s3, byName));
    const { succeeded, output } = await stack.preview();
    expect([succeeded, platform.takeWrites()]).toEqual([false, []]);
    // Which of the two is checked first differs from run to run, and with it who is refused.
    expect(output).toMatch(
      /another resource of the program takes over \S+, which this one manages|this stack manages \S+ already/,
    );
  });
});
