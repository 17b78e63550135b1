import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { describeOnEngines, startTestPlatform, type TestPlatform } from "../harness";

const program = (account: string): string =>
  `const args = { type: "s3", config: { remote_url: "s3://b/", anonymous: true } };
   const here = new unstructured.Source("here", args);
   const there = new unstructured.Source("there", args, { account: "${account}" });
   exports.found = unstructured.Source.get("found", there.id, { account: "${account}" }).name;`;

describeOnEngines("a stack with several accounts", (world) => {
  let eu: TestPlatform;
  let us: TestPlatform;
  beforeAll(async () => {
    eu = await startTestPlatform();
    us = await startTestPlatform();
    eu.rotateKey("key-of-eu");
    us.rotateKey("key-of-us");
    const { stack } = world();
    const accounts = {
      eu: { apiUrl: eu.url, apiKey: "key-of-eu" },
      us: { apiUrl: us.url, apiKey: "key-of-us" },
    };
    await stack.configure({}, { "unstructured:accounts": JSON.stringify(accounts) });
  });
  afterAll(async () => {
    await eu.stop();
    await us.stop();
  });

  it("sends each resource to its account only, with that account's key", async () => {
    const { platform, project, stack } = world();
    project.program(program("eu"));
    const { output, succeeded } = await stack.up();
    expect([succeeded, output]).toEqual([true, expect.not.stringContaining("key-of")]);
    expect(platform.take()).toEqual(["POST /api/v1/sources/"]);
    const { there } = await stack.resources();
    expect(eu.take()).toEqual(["POST /api/v1/sources/", `GET /api/v1/sources/${there?.id}`]);
    expect(await stack.outputs()).toMatchObject({ found: "there" });
    expect(await stack.stateText()).not.toContain("key-of");
  });

  it("refreshes each resource from its account", async () => {
    const { stack } = world();
    const { there } = await stack.resources();
    await eu.ask("DELETE", `/api/v1/sources/${there?.id}`);
    expect(await stack.refresh()).toMatchObject({ succeeded: true, changes: { delete: 2 } });
    expect((await stack.resources()).there).toBeUndefined();
  });

  it("replaces a resource when the program moves it to another account", async () => {
    const { platform, project, stack } = world();
    project.program(program("eu"));
    await stack.up();
    for (const each of [platform, eu, us]) each.take();
    const { here, there: before } = await stack.resources();
    project.program(program("us"));
    expect(await stack.up()).toMatchObject({ succeeded: true, changes: { replace: 1 } });
    expect(us.takeWrites()).toEqual(["POST /api/v1/sources/"]);
    expect(eu.takeWrites()).toEqual([`DELETE /api/v1/sources/${before?.id}`]);
    expect(platform.take()).toEqual([]);
    expect((await stack.resources()).here?.id).toBe(here?.id);
  });

  it("refuses an unknown account before any request", async () => {
    const { project, stack } = world();
    project.program(program("uss"));
    const { output, succeeded } = await stack.preview();
    expect(succeeded).toBe(false);
    expect(output).toContain('options.account: unstructured:accounts has no account "uss"; did you mean us?');
  });

  it("names the resource of a get that fails, in the preview already", async () => {
    const { project, stack } = world();
    const missing = "00000000-0000-4000-8000-000000000000";
    for (const [account, reason] of [
      ["us", `get failed: Unstructured has no source with the id "${missing}"`],
      ["uss", 'unstructured:accounts has no account "uss"'],
    ]) {
      project.program(`unstructured.Source.get("got", "${missing}", { account: "${account}" });`);
      const { output, succeeded } = await stack.preview();
      expect(succeeded).toBe(false);
      expect(output).toContain('unstructured.Source "got": ');
      expect(output).toContain(reason);
    }
  });

  it("deletes each resource from its account", async () => {
    const { stack } = world();
    us.take();
    expect(await stack.destroy()).toMatchObject({ succeeded: true });
    expect(us.takeWrites()).toEqual([expect.stringMatching(/^DELETE /)]);
  });
});
