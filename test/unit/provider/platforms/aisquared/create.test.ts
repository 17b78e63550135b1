import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { startTestPlatform, type TestPlatform } from "../../../../harness";
import {
  startAnsweringServer,
  type AnsweringServer,
  type Answered,
  type Asked,
} from "../../../../harness/answering-server";
import { connectorVerbs, rejection, type Fields, type Verbs } from "../../../../harness/verbs";
import { answerOf, bodyOf, hook, loginSettings, postgres, tokenSettings } from "./connectors";

describe("a create of an AI Squared connector with an indeterminate outcome", () => {
  let server: AnsweringServer;
  let verbs: Verbs;
  let postResponse: Answered;
  let pages: readonly (readonly Fields[])[];

  beforeEach(async () => {
    postResponse = "break";
    server = await startAnsweringServer((asked) => (asked.method === "POST" ? postResponse : page(asked)));
    verbs = connectorVerbs(tokenSettings(server.url));
  });
  afterEach(() => server.stop());

  const page = ({ path }: Asked): Answered => {
    const number = Number(new URLSearchParams(path.split("?")[1]).get("page"));
    const next = number < pages.length ? `${server.url}/api/v1/connectors?page=${number + 1}` : null;
    return { status: 200, body: { data: pages[number - 1] ?? [], links: { next } } };
  };
  const requests = (): string[] => server.asked.map(({ method, path }) => `${method} ${path}`);
  const masked = {
    ...postgres,
    configuration: {
      ...postgres.configuration,
      credentials: { ...postgres.configuration.credentials, password: "*************" },
    },
  };
  const older = { created_at: "2026-01-01T00:00:00Z" };

  it.each<Answered>(["break", { status: 500, body: { status: 500, error: "Internal Server Error" } }])(
    "finds its connector on any page of the list: %j",
    async (response) => {
      postResponse = response;
      pages = [
        [
          answerOf("1", { ...postgres, name: "other" }),
          answerOf("2", { ...postgres, connectorName: "MariaDB" }),
        ],
        [answerOf("3", hook)],
        [answerOf("5", masked)],
      ];
      const { id, outs } = await verbs.create(postgres);
      expect(id).toBe("5");
      expect(outs).toMatchObject({ ...postgres, description: null, workspaceId: 1 });
      expect(requests()).toEqual([
        "POST connectors",
        "GET connectors?type=source&page=1&per_page=100",
        "GET connectors?type=source&page=2&per_page=100",
        "GET connectors?type=source&page=3&per_page=100",
      ]);
    },
  );

  it.each<[string, readonly Fields[], string]>([
    [
      "an older one",
      [answerOf("4", masked, older)],
      "It may exist now: the platform has a connector of that name and type (4)",
    ],
    [
      "one of two",
      [answerOf("4", masked), answerOf("5", masked)],
      "It may exist now: the platform has a connector of that name and type (4, 5)",
    ],
    [
      "one of another system",
      [answerOf("4", { ...masked, connectorName: "MariaDB" })],
      "No connector of that name and type exists on the platform",
    ],
  ])("does not mistake another connector for its own: %s", async (_what, found, significant) => {
    pages = [[], found];
    const { message } = await rejection(verbs.create(postgres));
    expect(message).toContain('aisquared.Connector "shop": create failed: the connection to');
    expect(message).toContain(significant);
    expect(message).not.toContain("PLANTED");
  });

  it("does not look for the connector if the request was refused", async () => {
    postResponse = { status: 422, body: { error: "no" } };
    await rejection(verbs.create(postgres));
    expect(requests()).toEqual(["POST connectors"]);
  });
});

describe("the adoption of an AI Squared connector", () => {
  let platform: TestPlatform;
  let verbs: Verbs;
  beforeEach(async () => {
    platform = await startTestPlatform({}, "aisquared");
    verbs = connectorVerbs({ ...loginSettings(platform), "aisquared:workspaceId": "1" });
  });
  afterEach(() => platform.stop());

  const make = async (body: object): Promise<string> => {
    const response = await platform.ask("POST", "/api/v1/connectors", body);
    return (response.body as { data: { id: string } }).data.id;
  };
  const adopt = (inputs: Fields, id: string) => verbs.create({ ...inputs, __options: { adopt: id } });

  it("changes nothing if nothing differs", async () => {
    const id = await make(bodyOf(hook));
    const { outs } = await adopt(hook, id);
    expect(platform.take()).toEqual(["POST /api/v1/login", `GET /api/v1/connectors/${id}`]);
    expect(outs).toMatchObject({ ...hook, description: null, workspaceId: 1 });
  });

  it("sends everything if something differs, which removes what the program omits", async () => {
    const { connector } = bodyOf(hook);
    const headers = { Authorization: "theirs" };
    const id = await make({
      connector: { ...connector, description: "theirs", configuration: { ...hook.configuration, headers } },
    });
    const { outs } = await adopt(hook, id);
    expect(platform.takeBodies("PUT")).toEqual([{ connector: { ...connector, description: null } }]);
    expect(await verbs.diff(id, outs, hook)).toMatchObject({ changes: false });
  });

  it("sends secrets, which cannot be compared, and records no masks", async () => {
    const id = await make(bodyOf(postgres));
    const { outs } = await adopt(postgres, id);
    expect(platform.takeBodies("PUT")).toEqual([bodyOf(postgres)]);
    expect(outs).toMatchObject(postgres);
    expect(JSON.stringify(outs)).not.toContain("***");
    expect(await verbs.diff(id, outs, postgres)).toMatchObject({ changes: false });
  });

  it("is refused for another system or role, and changes nothing", async () => {
    const id = await make(bodyOf(hook));
    const slack = { ...hook, connectorName: "Slack", configuration: { api_token: "x", channel_id: "y" } };
    const error = await rejection(adopt(slack, id));
    expect(error.code).toBe("PC_ADOPT_REFUSED");
    expect(error.message).toContain(`connectorName of ${id} is "Http" on the platform and cannot change`);
    expect((await rejection(adopt({ ...hook, connectorType: "source" }, id))).message).toContain(
      `connectorType of ${id} is "destination" on the platform and cannot change`,
    );
    expect(platform.takeWrites()).toEqual([]);
  });

  it("fails for an unknown id", async () => {
    expect((await rejection(adopt(hook, "99"))).message).toContain(
      "AI Squared responded to GET connectors/99 with status 404 (Connector not found); check the id in `adopt`",
    );
  });
});
