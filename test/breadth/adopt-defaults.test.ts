import { expect, it } from "@jest/globals";
import { describeOnEngines } from "../harness";

const config = { remote_url: "s3://invoices/", anonymous: true };

describeOnEngines("adopting objects that show settings which the program does not declare", (world) => {
  const collection = "/api/v1/sources/";

  const make = async (name: string, undeclared: object): Promise<string> => {
    const body = { name, type: "s3", config: { ...config, ...undeclared } };
    return ((await world().platform.ask("POST", collection, body)).body as { id: string }).id;
  };
  const adopting = (name: string, id: string): string =>
    `new unstructured.Source("${name}", { type: "s3", config: ${JSON.stringify(config)} }, { adopt: "${id}" });`;

  it("writes only where one differs from its default, and is quiet afterwards", async () => {
    const { platform, project, stack } = world();
    const same = await make("same", { recursive: true });
    const other = await make("other", { recursive: false });
    platform.take();
    project.program(adopting("same", same) + adopting("other", other));
    const { succeeded, output } = await stack.up({ previewFirst: true });
    expect(output).toContain(`takes over the source "same" with the id "${same}"; nothing changes on it`);
    expect(output).toContain(`with the id "${other}"; changes on it: config.recursive (not in the program)`);
    expect(succeeded).toBe(true);
    const requests = platform.take();
    // In the preview, in the check of the update, and in the create.
    const look = `GET ${collection}${same}`;
    expect(requests.filter((request) => request.endsWith(same))).toEqual([look, look, look]);
    expect(requests.filter((request) => !request.startsWith("GET "))).toEqual([`PUT ${collection}${other}`]);
    expect(platform.requests.findLast(({ method }) => method === "PUT")?.body).toEqual({
      name: "other",
      config,
    });

    expect(await stack.refresh()).toMatchObject({ succeeded: true, changes: { same: 3 } });
    expect(platform.take()).toHaveLength(2);
    expect(await stack.up({ previewFirst: true })).toMatchObject({ succeeded: true, changes: { same: 3 } });
    expect(platform.take()).toEqual([]);
  });
});
