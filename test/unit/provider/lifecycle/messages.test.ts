import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { startAnsweringServer, type AnsweringServer, type Answered } from "../../../harness/answering-server";
import { rejection, settingsFor, sourceVerbs, type Verbs } from "../../../harness/verbs";

const id = "a1b2c3d4-5e6f-7a8b-9c0d-1e2f3a4b5c6d";
const secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCY";
const inputs = {
  name: "invoices",
  type: "s3",
  config: { remote_url: "s3://bucket/in/", key: "AKIAIOSFODNN7", secret },
};
const olds = { ...inputs, name: "earlier" };

describe("error messages", () => {
  let server: AnsweringServer;
  let verbs: Verbs;
  let response: Answered;

  beforeAll(async () => {
    server = await startAnsweringServer(({ method, path }) =>
      method === "GET" && path.includes("?") ? { status: 200, body: [] } : response,
    );
    verbs = sourceVerbs(settingsFor(server));
  });
  afterAll(() => server.stop());
  const environment = { ...process.env };
  afterEach(() => {
    process.env = { ...environment };
  });

  const create = async (): Promise<string> => (await rejection(verbs.create(inputs))).message;

  it("401: says where the key came from and how to set it", async () => {
    response = { status: 401, body: { detail: "API key is missing" } };
    expect(await create()).toBe(
      'unstructured.Source "invoices": create failed: Unstructured responded to POST sources/ with status 401 (API key is missing); apiKey came from stack config unstructured:apiKey: set unstructured:apiKey (`pulumi config set --secret unstructured:apiKey`) or the environment variable UNSTRUCTURED_API_KEY',
    );
  });

  it("401 in a refresh or destroy: says that they use the configuration of the last up", async () => {
    response = { status: 401, body: {} };
    for (const operation of [verbs.read(id, inputs), verbs.delete(id, inputs)]) {
      expect((await rejection(operation)).message).toMatch(
        /refresh and destroy use the configuration of the last `up`: after a change, run them with --run-program$/,
      );
    }
    process.env.UNSTRUCTURED_API_KEY = "from-the-environment";
    process.env.UNSTRUCTURED_API_URL = server.url;
    const { message } = await rejection(sourceVerbs().read(id, inputs));
    expect(message).toContain("apiKey came from environment variable UNSTRUCTURED_API_KEY");
    expect(message).not.toContain("--run-program");
  });

  it("404 on update: says that the object is gone", async () => {
    response = { status: 404, body: { detail: "Source not found" } };
    expect((await rejection(verbs.update(id, olds, inputs))).message).toBe(
      `unstructured.Source "invoices": update failed: Unstructured responded to PUT sources/${id} with status 404 (Source not found); the source is gone from the platform: run \`pulumi refresh\`, then \`pulumi up\` to create it again`,
    );
  });

  it("404 on create: says that the address is wrong", async () => {
    response = { status: 404, body: "<html>nothing here</html>" };
    expect(await create()).toMatch(/nothing is served there: check the address \(.*apiUrl from stack config/);
  });

  it("408: does not blame the program", async () => {
    response = { status: 408, body: "Request Timeout" };
    expect(await create()).toMatch(/with status 408 .*; the server failed: try again later\. No source /);
  });

  it("422: lists each problem with its path", async () => {
    const detail = [
      { loc: ["body", "config", "remote_url"], msg: "Field required", type: "missing" },
      { loc: ["body", "name"], msg: "too long", type: "too_long" },
    ];
    response = { status: 422, body: { detail } };
    expect(await create()).toBe(
      'unstructured.Source "invoices": create failed: Unstructured responded to POST sources/ with status 422 (config.remote_url: Field required; name: too long); correct the source in the program and run `pulumi up` again',
    );
  });

  it("412: quotes the connector", async () => {
    response = { status: 412, body: { errors: [{ field: "access_config.key", message: "is wrong" }] } };
    expect(await create()).toContain(
      "status 412 (access_config.key: is wrong); correct the source in the program",
    );
  });

  it("500: says that the configuration may be the cause, and that nothing was created", async () => {
    response = { status: 500, body: "Internal Server Error" };
    expect(await create()).toBe(
      'unstructured.Source "invoices": create failed: Unstructured responded to POST sources/ with status 500 (Internal Server Error); the server failed, possibly because of a config that it cannot handle: check it, otherwise try again later. No source of that name and type exists on the platform; if one appears later, take it over with the resource option `adopt: "<its id>"`, or delete it there',
    );
  });

  it.each<[string, string, string, () => Promise<unknown>]>([
    [
      "update",
      "PUT",
      "the change may have been made nevertheless: the next `pulumi up` makes sure",
      () => verbs.update(id, olds, inputs),
    ],
    [
      "delete",
      "DELETE",
      "it may be gone nevertheless: run `pulumi refresh` to find out",
      () => verbs.delete(id, inputs),
    ],
  ])("503 on %s: says that it may have been carried out", async (verb, method, advice, operate) => {
    response = { status: 503 };
    const { message } = await rejection(operate());
    expect(message.replace(/tried \d+ times in \d+ s/, "tried N times in N s")).toBe(
      `unstructured.Source "invoices": ${verb} failed: Unstructured responded to ${method} sources/${id} with status 503 (tried N times in N s); the server failed: try again later; ${advice}`,
    );
  });

  it("429 and 403: say what to do", async () => {
    response = { status: 429 };
    expect(await create()).toContain(
      "with status 429 (tried 12 times in 275 s); too many requests: try again later, or with a lower --parallel",
    );
    response = { status: 403, body: { detail: "forbidden" } };
    expect(await create()).toContain("the account may not do this");
  });

  it("a missing key: says how to set it, before any request", async () => {
    delete process.env.UNSTRUCTURED_API_KEY;
    const before = server.asked.length;
    const { message } = await rejection(sourceVerbs({ "unstructured:apiUrl": server.url }).create(inputs));
    expect(message).toBe(
      'unstructured.Source "invoices": a setting is missing: set unstructured:apiKey (`pulumi config set --secret unstructured:apiKey`) or the environment variable UNSTRUCTURED_API_KEY',
    );
    expect(server.asked).toHaveLength(before);
  });

  it("never show a secret, in whatever form the server repeats it", async () => {
    const forms = [
      secret,
      encodeURIComponent(secret),
      Buffer.from(secret).toString("base64"),
      JSON.stringify(`"${secret}"`),
      server.apiKey,
    ];
    for (const form of forms) {
      response = { status: 422, body: { detail: `bad value ${form}!` } };
      const message = await create();
      expect(message).toContain("bad value");
      for (const each of forms) expect(message).not.toContain(each);
    }
  });

  it("never show a multi-line secret, nor a line of it that the server repeats", async () => {
    const key =
      "-----BEGIN PRIVATE KEY-----\nMIIEvPLANTEDline1\nPLANTEDline2AAAA\n-----END PRIVATE KEY-----\n";
    const account = JSON.stringify({ type: "service_account", private_key: key }, null, 2);
    for (const repeated of [key, key.split("\n")[1], account, JSON.stringify(account)]) {
      response = { status: 422, body: { detail: `cannot parse ${repeated}` } };
      for (const type of ["something-new", "s3"]) {
        const { message } = await rejection(
          verbs.create({ name: "n", type, config: { remote_url: "x", secret: account } }),
        );
        expect(message).toContain("cannot parse");
        expect(message).not.toContain("PLANTED");
      }
    }
  });

  it("hide what the program marks as secret", async () => {
    response = { status: 422, body: { detail: "no bucket s3://tenant-42/in/" } };
    const { message } = await rejection(
      verbs.create({
        ...inputs,
        name: "tenant-42",
        config: { remote_url: "s3://tenant-42/in/" },
        __options: { secrets: ["name", "config.remote_url"] },
      }),
    );
    expect(message).toContain('unstructured.Source "[secret]": create failed');
    expect(message).not.toContain("tenant-42");
  });

  it("stay readable when the values of an unknown type are words of the message", async () => {
    response = { status: 422, body: { detail: "no database source" } };
    const config = { database: "source", schema: "Unstructured", mode: "create" };
    const { message } = await rejection(verbs.create({ name: "n", type: "something-new", config }));
    expect(message).toBe(
      'unstructured.Source "n": create failed: Unstructured responded to POST sources/ with status 422 (no database [secret]); correct the source in the program and run `pulumi up` again',
    );
  });

  it("truncate long responses", async () => {
    response = { status: 502, body: `no ${" \n".repeat(200_000)}${"x".repeat(3_000_000)}` };
    const message = await create();
    expect(message.length).toBeLessThan(1_000);
    expect(message).toContain("(no xxx");
  });

  it("a key that is not valid in a header: says what is wrong with it, before any request", async () => {
    const before = server.asked.length;
    const odd = sourceVerbs({ ...settingsFor(server), "unstructured:apiKey": "PLANTED\u20ac" });
    const { message } = await rejection(odd.create(inputs));
    expect(message).toBe(
      'unstructured.Source "invoices": setting unstructured:apiKey (from stack config unstructured:apiKey): expected printable ASCII characters without spaces',
    );
    expect(server.asked).toHaveLength(before);
  });

  it("a key with a trailing newline works", async () => {
    response = { status: 200, body: { id: "id-1", ...inputs } };
    const trimming = sourceVerbs({ ...settingsFor(server), "unstructured:apiKey": `${server.apiKey}\n` });
    expect(await trimming.create(inputs)).toMatchObject({ id: "id-1" });
  });

  it("hide every value of a type that the catalog does not have", async () => {
    response = { status: 422, body: { detail: "bad host db.internal:5432" } };
    const { message } = await rejection(
      verbs.create({ name: "n", type: "something-new", config: { host: "db.internal", port: 5432 } }),
    );
    expect(message).toContain("bad host [secret]:5432");
  });

  it("are one line without a stack", async () => {
    response = { status: 500, body: "Internal\nServer\r\nError" };
    const error = await rejection(verbs.update(id, olds, inputs));
    expect(error.message).not.toMatch(/[\r\n]/);
    expect(error.stack).toBe("");
    // This is what the engine prints.
    expect(String(error)).toBe(`${error.message} [${String(error.code)}]`);
  });
});
