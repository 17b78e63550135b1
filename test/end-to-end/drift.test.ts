import { expect, it } from "@jest/globals";
import { describeOnEngines, type World } from "../harness";

const program = `
const source = new unstructured.Source("source", { type: "s3", config: { remote_url: "s3://bucket/in/", key: "AKIA", secret: "wJal", recursive: true } });
exports.id = source.id;
`;

/** Changes the source as a user of the vendor's UI would. */
async function changeOutside({ platform, stack }: World, method: string, body?: unknown): Promise<void> {
  const { source } = await stack.resources();
  const response = await fetch(`${platform.url}/api/v1/sources/${source?.id}`, {
    method,
    headers: { "unstructured-api-key": platform.apiKey, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  expect(response.status).toBe(200);
  platform.take();
}

describeOnEngines("drift", (world) => {
  it("is detected by a refresh and repaired by the next up", async () => {
    const { platform, project, stack } = world();
    project.program(program);
    await stack.up();
    const config = {
      remote_url: "s3://elsewhere/",
      key: "AKIA",
      secret: "wJal",
      recursive: true,
      endpoint_url: "https://minio.example.com",
    };
    await changeOutside(world(), "PUT", { name: "renamed", config });
    expect(await stack.refresh()).toMatchObject({ succeeded: true, changes: { update: 1 } });
    const { source } = await stack.resources();
    expect(source?.inputs).toMatchObject({
      name: "renamed",
      config: {
        remote_url: "s3://elsewhere/",
        endpoint_url: "https://minio.example.com",
        secret: { ciphertext: expect.any(String) },
      },
    });
    expect(await stack.up()).toMatchObject({ succeeded: true, changes: { update: 1 } });
    expect(platform.requests.at(-1)?.body).toEqual({
      name: "source",
      config: { remote_url: "s3://bucket/in/", key: "AKIA", secret: "wJal", recursive: true },
    });
    expect(await stack.refresh()).toMatchObject({ changes: { same: 2 } });
    expect(await stack.up()).toMatchObject({ changes: { same: 2 } });
  });

  it("by deletion is detected by a refresh, and the next up creates the object again", async () => {
    const { platform, stack } = world();
    const { id } = await stack.outputs();
    await changeOutside(world(), "DELETE");
    expect(await stack.refresh()).toMatchObject({ succeeded: true, changes: { delete: 1, same: 1 } });
    expect(await stack.resources()).toEqual({});
    expect(await stack.up()).toMatchObject({ succeeded: true, changes: { create: 1 } });
    expect(platform.takeWrites()).toEqual(["POST /api/v1/sources/"]);
    expect((await stack.outputs()).id).not.toBe(id);
  });

  it("by deletion fails an update without a refresh, with advice", async () => {
    const { project, stack } = world();
    await changeOutside(world(), "DELETE");
    project.program(program.replace("s3://bucket/in/", "s3://bucket/other/"));
    const outcome = await stack.up();
    expect(outcome.succeeded).toBe(false);
    expect(outcome.output).toContain("the source is gone from the platform: run `pulumi refresh`");
    expect(outcome.output).toContain("[PC_NOT_FOUND]");
  });

  it("of many objects is found with one list", async () => {
    const { platform, project, stack } = world();
    project.program(`
      for (let i = 1; i <= 20; i++) {
        new unstructured.Source("s" + i, { type: "s3", config: { remote_url: "s3://bucket/" + i + "/", key: "AKIA", secret: "wJal" } });
      }`);
    await stack.up();
    const { s8, s9 } = await stack.resources();
    const config = { remote_url: "s3://elsewhere/", key: "AKIA", secret: "wJal" };
    await platform.ask("PUT", `/api/v1/sources/${s8?.id}`, { config });
    await platform.ask("DELETE", `/api/v1/sources/${s9?.id}`);
    platform.take();
    expect(await stack.refresh()).toMatchObject({
      succeeded: true,
      changes: { same: 19, update: 1, delete: 1 },
    });
    // Four by themselves, the list, and the one that it lacks, unless that is one of the four. It is new, and so asked for several times.
    const isList = (line: string): boolean => line === "GET /api/v1/sources/";
    const lines = platform.take();
    expect(lines.filter(isList)).toHaveLength(1);
    expect([5, 6]).toContain(new Set(lines).size);
    expect(await stack.up({ refresh: true })).toMatchObject({
      succeeded: true,
      changes: { same: 19, update: 1, create: 1 },
    });
    const after = platform.take();
    expect(after.filter(isList)).toHaveLength(1);
    expect(after).toHaveLength(5 + 2);
    expect(after).toContain(`PUT /api/v1/sources/${s8?.id}`);
  });
});
