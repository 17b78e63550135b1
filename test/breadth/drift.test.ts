import { afterAll, expect, it } from "@jest/globals";
import { describeOnEngines, type World } from "../harness";
import { startRespellingProxy } from "../harness/respelling-proxy";

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

describeOnEngines("drift of secrets, on a platform that respells everything else", (world) => {
  let proxy: Awaited<ReturnType<typeof startRespellingProxy>> | undefined;
  afterAll(() => proxy?.stop());

  const azure = { remote_url: "az://c/in", account_name: "acme", account_key: "a2V5", recursive: true };
  const s3 = { remote_url: "s3://bucket/folder", key: "AKIA", secret: "wJal", token: "PLANTED-token" };

  it("is none as long as nothing changes", async () => {
    const { platform, project, stack } = world();
    proxy = await startRespellingProxy(platform.url);
    await stack.configure({ "unstructured:apiUrl": proxy.url });
    project.program(`
new unstructured.Source("az", { type: "azure", config: ${JSON.stringify(azure)} });
new unstructured.Source("s3", { type: "s3", config: ${JSON.stringify(s3)} });
`);
    expect(await stack.up()).toMatchObject({ succeeded: true, changes: { create: 3 } });
    const before = await stack.resources();
    platform.take();
    expect(await stack.refresh()).toMatchObject({ succeeded: true, changes: { same: 3 } });
    expect(await stack.up()).toMatchObject({ succeeded: true, changes: { same: 3 } });
    expect(platform.takeWrites()).toEqual([]);
    const now = await stack.resources();
    // Each encryption has its own salt.
    expect(["az", "s3"].map((name) => Object.keys(now[name]?.outputs?.config ?? {}))).toEqual(
      ["az", "s3"].map((name) => Object.keys(before[name]?.outputs?.config ?? {})),
    );
  });

  it("is detected where one is lost or another took its place, and the next up sends the program's", async () => {
    const { platform, stack } = world();
    const { az, s3: bucket } = await stack.resources();
    const { account_key: _key, ...withoutKey } = azure;
    const { token: _token, ...withoutToken } = s3;
    const change = async (id: string | undefined, config: object): Promise<void> => {
      expect(await platform.ask("PUT", `/api/v1/sources/${id}`, { config })).toMatchObject({ status: 200 });
    };
    await change(az?.id, { ...withoutKey, sas_token: "sv=PLANTED-theirs" });
    await change(bucket?.id, withoutToken);
    const refresh = await stack.refresh();
    expect(refresh).toMatchObject({ succeeded: true, changes: { update: 2, same: 1 } });
    const found = await stack.resources();
    const cipher: unknown = expect.objectContaining({ ciphertext: expect.any(String) });
    expect(found.az?.inputs?.config).toEqual({ ...withoutKey, sas_token: cipher });
    expect(found.s3?.inputs?.config).toEqual({ ...withoutToken, key: cipher, secret: cipher });
    expect((await stack.stateText()) + refresh.output).not.toMatch(/PLANTED|\*{8}/);
    expect(await stack.up()).toMatchObject({ succeeded: true, changes: { update: 2, same: 1 } });
    expect(platform.takeBodies("PUT")).toEqual(
      expect.arrayContaining([
        { name: "az", config: azure },
        { name: "s3", config: s3 },
      ]),
    );
    expect((await platform.ask("GET", `/api/v1/sources/${az?.id}`)).body).toMatchObject({
      config: { sas_token: null },
    });
    expect(await stack.refresh()).toMatchObject({ changes: { same: 3 } });
    expect(await stack.up()).toMatchObject({ changes: { same: 3 } });
  });
});
