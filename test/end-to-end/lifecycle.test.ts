import { expect, it } from "@jest/globals";
import { describeOnEngines } from "../harness";

const sourceConfig = {
  remote_url: "s3://my-bucket/input/",
  access_key_id: "AKIAIOSFODNN7EXAMPLE",
  secret_access_key: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  recursive: true,
};
const destinationConfig = {
  remote_url: "s3://my-bucket/output/",
  aws_access_key_id: "AKIAIOSFODNN7EXAMPLE",
  aws_secret_access_key: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};

interface Objects {
  readonly source?: unknown;
  readonly destination?: unknown;
  readonly sourceOptions?: unknown;
}

function programOf({ source, destination, sourceOptions = {} }: Objects): string {
  return [
    source &&
      `const source = new unstructured.Source("source", ${JSON.stringify(source)}, ${JSON.stringify(sourceOptions)});
       for (const name of ["id", "name", "type", "createdAt", "updatedAt"]) exports[name] = source[name];`,
    destination && `new unstructured.Destination("destination", ${JSON.stringify(destination)});`,
  ]
    .filter(Boolean)
    .join("\n");
}

const source = { name: "My S3 Source", type: "s3", config: sourceConfig };
const destination = { name: "My S3 Destination", type: "s3", config: destinationConfig };

describeOnEngines("the lifecycle of a source and a destination", (world) => {
  let firstId = "";

  it("previews without requests", async () => {
    const { platform, project, stack } = world();
    project.program(programOf({ source, destination }));
    const outcome = await stack.preview();
    expect(outcome).toMatchObject({ succeeded: true, changes: { create: 3 } });
    expect(platform.take()).toEqual([]);
  });

  it("creates each with one POST, as on the vendor's page", async () => {
    const { platform, stack } = world();
    const outcome = await stack.up();
    expect(outcome).toMatchObject({ succeeded: true, changes: { create: 3 } });
    const sent = platform.requests.find(({ path }) => path === "/api/v1/sources/");
    expect(sent?.body).toEqual({ name: "My S3 Source", type: "s3", config: sourceConfig });
    expect(sent?.headers).toMatchObject({
      "unstructured-api-key": platform.apiKey,
      "content-type": "application/json",
    });
    expect(platform.take().sort()).toEqual(["POST /api/v1/destinations/", "POST /api/v1/sources/"]);
  });

  it("records outputs from the response", async () => {
    const { stack } = world();
    const outputs = await stack.outputs();
    expect(outputs).toMatchObject({ name: "My S3 Source", type: "s3", updatedAt: null });
    expect(outputs.id).toMatch(/^[0-9a-f-]{36}$/);
    expect(Date.parse(String(outputs.createdAt))).toBeGreaterThan(0);
    firstId = String(outputs.id);
  });

  it("sends nothing when nothing has changed", async () => {
    const { platform, stack } = world();
    const outcome = await stack.up();
    expect(outcome).toMatchObject({ succeeded: true, changes: { same: 3 } });
    expect(platform.take()).toEqual([]);
  });

  it("renames in place with one PUT, as on the vendor's page", async () => {
    const { platform, project, stack } = world();
    project.program(programOf({ source: { ...source, name: "My Updated S3 Source" }, destination }));
    const outcome = await stack.up();
    expect(outcome).toMatchObject({ succeeded: true, changes: { update: 1, same: 2 } });
    expect(platform.take()).toEqual([`PUT /api/v1/sources/${firstId}`]);
    expect(platform.requests.at(-1)?.body).toEqual({ name: "My Updated S3 Source", config: sourceConfig });
    const outputs = await stack.outputs();
    expect(outputs).toMatchObject({ id: firstId, name: "My Updated S3 Source" });
    expect(Date.parse(String(outputs.updatedAt))).toBeGreaterThan(0);
  });

  it("updates a destination with one PUT, as on the vendor's page", async () => {
    const { platform, project, stack } = world();
    const updated = {
      name: "My Updated S3 Destination",
      type: "s3",
      config: { ...destinationConfig, remote_url: "s3://my-new-bucket/output/" },
    };
    project.program(programOf({ source: { ...source, name: "My Updated S3 Source" }, destination: updated }));
    const outcome = await stack.up();
    expect(outcome).toMatchObject({ succeeded: true, changes: { update: 1, same: 2 } });
    const { destination: stored } = await stack.resources();
    expect(platform.take()).toEqual([`PUT /api/v1/destinations/${stored?.id}`]);
    expect(platform.requests.at(-1)?.body).toEqual({ name: updated.name, config: updated.config });
  });

  it("replaces for another type, creating first", async () => {
    const { platform, project, stack } = world();
    const gcs = {
      name: "My Updated S3 Source",
      type: "gcs",
      config: { remote_url: "gs://my-bucket/input/", service_account_key: "{}", recursive: true },
    };
    project.program(programOf({ source: gcs }));
    await stack.up();
    expect(platform.take()).toEqual([
      "POST /api/v1/sources/",
      expect.stringMatching(/^DELETE /),
      expect.stringMatching(/^DELETE /),
    ]);
    const outputs = await stack.outputs();
    expect(outputs).toMatchObject({ type: "gcs" });
    expect(outputs.id).not.toBe(firstId);
  });

  it("counts a 404 on delete as success", async () => {
    const { platform, project, stack } = world();
    const { source: stored } = await stack.resources();
    await fetch(`${platform.url}/api/v1/sources/${stored?.id}`, {
      method: "DELETE",
      headers: { "unstructured-api-key": platform.apiKey },
    });
    project.program("");
    expect(await stack.up()).toMatchObject({ succeeded: true, changes: { delete: 1 } });
    expect(await stack.resources()).toEqual({});
  });
});
