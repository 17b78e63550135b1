import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { startAnsweringServer, type AnsweringServer, type Answered } from "../../../harness/answering-server";
import {
  connectorVerbs,
  rejection,
  settingsFor,
  sourceVerbs,
  type Fields,
  type Verbs,
} from "../../../harness/verbs";

const id = "a1b2c3d4-5e6f-7a8b-9c0d-1e2f3a4b5c6d";

/** Passwords that are words of our messages, kinds, keys of the catalog, and parts of the API's paths. */
const words = [
  ...["host", "port", "table_name", "batch_size", "password"],
  ...[
    "create",
    "update",
    "failed",
    "source",
    "sources",
    "Source",
    "unstructured",
    "Unstructured",
    "status",
    "config",
  ],
  ...["correct the source in the program", "pulumi up", "again", "422", "POST"],
];

const inputs = (password: string): Fields => ({
  name: "orders",
  type: "postgres",
  config: {
    host: "db.example.com",
    port: 5432,
    database: "sales",
    username: "loader",
    password,
    table_name: "orders",
    batch_size: 100,
  },
});

describe("a secret that is a word", () => {
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

  const refused = async (password: string): Promise<string> =>
    (await rejection(verbs.create(inputs(password)))).message;

  it.each(words)("takes no word out of our message: %s", async (word) => {
    response = { status: 422, body: { detail: "refused" } };
    expect((await refused(word)).replace("(refused)", "()").replace("([secret])", "()")).toBe(
      'unstructured.Source "orders": create failed: Unstructured responded to POST sources/ with status 422 (); correct the source in the program and run `pulumi up` again',
    );
  });

  it.each(["host", "table_name", "batch_size"])(
    "stays where the platform names the setting, and goes where it may be the value: %s",
    async (word) => {
      response = { status: 422, body: { detail: `config.${word}: cannot log in with ${word}` } };
      expect(await refused(word)).toContain(`(config.${word}: cannot log in with [secret])`);
    },
  );

  it("is scrubbed whole where it may look like a path", async () => {
    const password = "host: 10.0.0.1";
    response = { status: 422, body: { detail: `${password} is no password` } };
    expect(await refused(password)).toContain("([secret] is no password)");
  });

  it("is scrubbed in the name of an object, in whatever case it stands", async () => {
    response = { status: 422, body: { detail: "refused" } };
    const named = { ...inputs("orders"), name: "orders" };
    expect((await rejection(verbs.create(named))).message).toMatch(
      /^unstructured\.Source "\[secret\]": create failed/,
    );
  });

  it("stays in the values that the platform kept only if it is none", async () => {
    response = {
      status: 200,
      body: {
        id,
        ...inputs("hunter"),
        config: { ...(inputs("hunter").config as Fields), password: "**********" },
      },
    };
    const news = { ...inputs("orders"), name: "renamed" };
    expect((await rejection(verbs.update(id, inputs("orders"), news))).message).toBe(
      'unstructured.Source "renamed": update failed: Unstructured kept the old name "[secret]"; put that name back into the program, or create a new source with the resource option `onRename: "replace"`',
    );
  });

  it("keeps the kind and the path of a wrong argument", async () => {
    const { failures } = await connectorVerbs().check(
      {},
      {
        name: "wh",
        connectorType: "source",
        connectorName: "Postgresql",
        configuration: {
          data_type: "structured",
          credentials: { auth_type: "username/password", username: "u", password: "host" },
          host: 5,
          port: "5432",
          database: "d",
          schema: "s",
        },
      },
    );
    expect(failures.map(({ reason }) => reason)).toEqual([
      'aisquared.Connector "wh": configuration.host: expected a string, got a number',
    ]);
  });
});
