import { expect, it } from "@jest/globals";
import { describeOnEngines, type World } from "../harness";

const s3 = `type: "s3", config: { remote_url: "s3://ours/", anonymous: true }`;
const gcs = `type: "gcs", config: { remote_url: "gs://ours/", service_account_key: "{}" }`;

const source = (name: string, args: string, adopt: string): string =>
  `new unstructured.Source("${name}", { ${args} }, { adopt: ${adopt} });`;

const makeByHand = async ({ platform }: World, type: string, config: object): Promise<string> => {
  const { body } = await platform.ask("POST", "/api/v1/sources/", { name: "by hand", type, config });
  return (body as { id: string }).id;
};

describeOnEngines("an object that was adopted by its name", (world) => {
  let [id, gcsId] = ["", ""];

  it("can be moved to another resource of the program, also with a refresh", async () => {
    const { platform, project, stack } = world();
    id = await makeByHand(world(), "s3", { remote_url: "s3://theirs/", anonymous: true });
    gcsId = await makeByHand(world(), "gcs", { remote_url: "gs://theirs/", service_account_key: "{}" });
    project.program(source("mine", s3, `{ name: "by hand" }`));
    expect(await stack.up()).toMatchObject({ succeeded: true });
    platform.take();
    project.program(source("moved", s3, `{ name: "mine", type: "s3" }`));
    const outcome = await stack.up({ refresh: true });
    expect(outcome).toMatchObject({ succeeded: true, changes: { create: 1, delete: 1 } });
    expect(platform.takeWrites()).toEqual([`PUT /api/v1/sources/${id}`]);
    expect(await stack.resources()).toMatchObject({ moved: { id } });
  });

  it("is not looked for again after a rename, nor when it is replaced", async () => {
    const { platform, project, stack } = world();
    project.program(source("moved", `name: "new name", ${s3}`, `{ name: "mine" }`));
    expect(await stack.up()).toMatchObject({ succeeded: true, changes: { update: 1 } });
    expect(platform.take()).toEqual([`PUT /api/v1/sources/${id}`]);

    project.program(source("moved", `name: "by hand", ${gcs}`, `{ name: "by hand" }`));
    const { succeeded, changes, output } = await stack.up();
    expect({ succeeded, changes }).toMatchObject({ succeeded: true, changes: { replace: 1 } });
    expect(output).toContain("the option `adopt` counts when a resource is new, not when it is replaced");
    expect(platform.takeWrites()).toEqual(["POST /api/v1/sources/", `DELETE /api/v1/sources/${id}`]);
    expect((await stack.resources()).moved?.id).not.toBe(gcsId);
  });

  it("stays if the user wants it replaced while the option is there, and is replaced afterwards", async () => {
    const { platform, project, stack } = world();
    platform.take();
    const { moved } = await stack.resources();
    const { succeeded, output } = await stack.up({ replace: [moved?.urn ?? ""] });
    expect(succeeded).toBe(false);
    expect(output).toMatch(/adopt failed: Unstructured has 2 sources with name "by hand" and type "gcs"/);
    await platform.ask("DELETE", `/api/v1/sources/${gcsId}`);
    platform.take();
    const again = await stack.up({ replace: [moved?.urn ?? ""] });
    expect(again.output).toContain(`the source ${moved?.id} was not replaced`);
    expect([again.succeeded, platform.takeWrites()]).toEqual([true, [`PUT /api/v1/sources/${moved?.id}`]]);
    expect((await stack.resources()).moved?.id).toBe(moved?.id);

    project.program(`new unstructured.Source("moved", { name: "by hand", ${gcs} });`);
    expect(await stack.up({ replace: [moved?.urn ?? ""] })).toMatchObject({ succeeded: true });
    expect(platform.takeWrites()).toEqual(["POST /api/v1/sources/", `DELETE /api/v1/sources/${moved?.id}`]);
  });
});

describeOnEngines("an object that was adopted", (world) => {
  it("is deleted once it is not in the program any more, also with a refresh", async () => {
    const { platform, project, stack } = world();
    const id = await makeByHand(world(), "s3", { remote_url: "s3://theirs/", anonymous: true });
    project.program(source("mine", s3, `"${id}"`));
    expect(await stack.up()).toMatchObject({ succeeded: true });
    platform.take();
    project.program("");
    expect(await stack.up({ refresh: true })).toMatchObject({ succeeded: true });
    expect(platform.takeWrites()).toEqual([`DELETE /api/v1/sources/${id}`]);
  });

  it("is replaced by a new one when its type changes", async () => {
    const { platform, project, stack } = world();
    const id = await makeByHand(world(), "s3", { remote_url: "s3://theirs/", anonymous: true });
    project.program(source("mine", s3, `"${id}"`));
    expect(await stack.up()).toMatchObject({ succeeded: true });
    platform.take();
    project.program(source("mine", gcs, `"${id}"`));
    expect(await stack.up()).toMatchObject({ succeeded: true, changes: { replace: 1 } });
    expect(platform.takeWrites()).toEqual(["POST /api/v1/sources/", `DELETE /api/v1/sources/${id}`]);
  });
});
