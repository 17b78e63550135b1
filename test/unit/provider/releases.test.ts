import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { startAnsweringServer, type AnsweringServer, type Answered } from "../../harness/answering-server";
import { repository } from "../../harness";
import { verbsOfKind, type Fields, type Verbs } from "../../harness/verbs";
import type { ReleaseResource } from "../../releases/release";

const folder = join(repository, "test", "fixtures", "releases");
const releases = readdirSync(folder).map((file) => file.replace(/\.json$/, ""));

function resourcesOf(release: string): readonly ReleaseResource[] {
  const text = readFileSync(join(folder, `${release}.json`), "utf8");
  return (JSON.parse(text) as { resources: readonly ReleaseResource[] }).resources;
}

it("has a recording of the release that the package is; `npm run test:releases` makes it", () => {
  const { version } = JSON.parse(
    readFileSync(join(repository, "provider", "package.json"), "utf8"),
  ) as Fields;
  expect(releases).toContain(version);
});

describe.each(releases)("a state of release %s", (release) => {
  let server: AnsweringServer;
  let answers: Readonly<Record<string, unknown>>;
  const resources = resourcesOf(release);

  beforeAll(async () => {
    process.env.RELEASE_SECRET = "not-a-real-key";
    answers = Object.fromEntries(resources.map(({ path, answer }) => [path.replace("/api/v1/", ""), answer]));
    server = await startAnsweringServer(({ method, path }): Answered => {
      if (method === "GET" && path in answers) return { status: 200, body: answers[path] };
      if (method === "DELETE") return { status: 204 };
      return { status: 200, body: { data: [] } };
    });
  });
  afterAll(async () => {
    delete process.env.RELEASE_SECRET;
    await server.stop();
  });

  const verbsOf = ({ kind }: ReleaseResource): Verbs => {
    const { url } = server;
    const accounts = JSON.stringify({ eu: { apiUrl: url, apiKey: "k" } });
    return verbsOfKind(kind, {
      ...{ "unstructured:apiUrl": url, "unstructured:apiKey": "k", "unstructured:accounts": accounts },
      ...{ "aisquared:apiUrl": url, "aisquared:token": "t", "aisquared:workspaceId": "1" },
      ...{ "airweave:apiUrl": url, "airweave:apiKey": "k" },
    });
  };
  const named = resources.map((resource): [string, ReleaseResource] => [
    `${resource.kind} ${String(resource.inputs.name)}`,
    resource,
  ]);

  it.each(named)("still passes, and is no change: %s", async (_name, resource) => {
    const verbs = verbsOf(resource);
    const { inputs, failures } = await verbs.check(resource.inputs, resource.inputs);
    expect(failures).toEqual([]);
    expect(await verbs.diff(resource.id, resource.outputs, inputs)).toEqual({
      changes: false,
      replaces: [],
      deleteBeforeReplace: false,
    });
  });

  it.each(named)("is no drift: %s", async (_name, resource) => {
    const verbs = verbsOf(resource);
    const { __provider, ...declared } = resource.inputs;
    const read = await verbs.read(resource.id, resource.outputs);
    expect(read.id).toBe(resource.id);
    expect(read.inputs).toMatchObject(declared);
    expect(await verbs.diff(resource.id, read.props ?? {}, resource.inputs)).toMatchObject({
      changes: false,
    });
  });

  it.each(named)("can be deleted, and do without any of its outputs: %s", async (_name, resource) => {
    const verbs = verbsOf(resource);
    for (const missing of [...Object.keys(resource.outputs), undefined]) {
      const left = missing === undefined ? {} : without(resource.outputs, missing);
      const { replaces } = await verbs.diff(resource.id, left, resource.inputs);
      // What a state without them means is that there was another account, or no login.
      const isTelling = missing === "__options" || missing === "authentication";
      if (!isTelling) expect([missing, replaces]).toEqual([missing, []]);
      expect([missing, (await verbs.read(resource.id, left)).id]).toEqual([missing, resource.id]);
      await verbs.delete(resource.id, left);
    }
  });
});

function without(fields: Fields, key: string): Fields {
  const { [key]: _missing, ...rest } = fields;
  return rest;
}
