import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { startTestPlatform, type TestPlatform } from "../../../../harness";
import {
  startAnsweringServer,
  type AnsweringServer,
  type Answered,
  type Asked,
} from "../../../../harness/answering-server";
import { clock, connectorVerbs, rejection, type Fields, type Verbs } from "../../../../harness/verbs";
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

describe("a create of an AI Squared connector that is sent again, for names are unique", () => {
  let server: AnsweringServer;
  let verbs: Verbs;
  /** The connectors on the platform. */
  let made: Fields[];
  /** The responses to the POSTs in order; the last one is repeated. */
  let responses: Answered[];
  let onList: (listed: number) => void;

  beforeEach(async () => {
    [made, responses, onList] = [[], [], () => undefined];
    let posts = 0;
    let lists = 0;
    server = await startAnsweringServer(({ method }) => {
      const headers = { date: new Date(clock.now()).toUTCString() };
      if (method === "GET") {
        onList(++lists);
        return { status: 200, body: { data: made, links: { next: null } }, headers };
      }
      const response = responses[Math.min(posts++, responses.length - 1)] ?? "break";
      if (response !== "break" && response.status === 201) {
        made.push((response.body as { data: Fields }).data);
      }
      return response;
    });
    verbs = connectorVerbs(tokenSettings(server.url));
  });
  afterEach(() => server.stop());

  const connector = (id: string): Fields =>
    answerOf(id, hook, { created_at: new Date(clock.now()).toISOString() });
  const created = (id: string): Answered => ({ status: 201, body: { data: connector(id) } });
  const count = (method: string): number => server.asked.filter((asked) => asked.method === method).length;
  const seconds = async (work: Promise<unknown>): Promise<number> => {
    const began = clock.now();
    await work;
    return (clock.now() - began) / 1000;
  };

  it.each<Answered>(["break", ...[408, 502, 503, 504].map((status) => ({ status }))])(
    "is sent again after 20 seconds: %j",
    async (response) => {
      responses = [response, response, created("3")];
      const work = verbs.create(hook);
      expect(await seconds(work)).toBe(40);
      expect(await work).toMatchObject({ id: "3" });
      expect(count("POST")).toBe(3);
      // Six look-ups after each failed POST, and one to make sure that there is no duplicate.
      expect(count("GET")).toBe(6 + 6 + 1);
    },
  );

  it("takes over what the first request has made late, when the second one is refused", async () => {
    responses = [{ status: 504 }, { status: 422, body: { errors: [{ detail: "A connector ... exists." }] } }];
    onList = (listed) => {
      if (listed === 7) made.push(connector("1"));
    };
    expect(await verbs.create(hook)).toMatchObject({ id: "1" });
    expect(count("POST")).toBe(2);
  });

  it("gives up at the deadline, and reports all attempts", async () => {
    responses = [{ status: 503 }];
    const failed = rejection(verbs.create(hook));
    expect(await seconds(failed)).toBe(300);
    const { message, id } = await failed;
    expect(message).toContain("status 503 (tried 15 times in 280 s); the server failed: try again later.");
    expect(id).toMatch(/^unknown-/);
  });

  it("is not sent again before the time in Retry-After, nor if that is past the deadline", async () => {
    responses = [{ status: 503, headers: { "retry-after": "50" } }, created("2")];
    expect(await seconds(verbs.create(hook))).toBe(50);
    responses = [{ status: 503, headers: { "retry-after": "301" } }];
    made = [];
    expect(await seconds(rejection(verbs.create({ ...hook, name: "another" })))).toBe(20);
  });

  it("keeps the connector of the second request, and names one that appeared nevertheless", async () => {
    responses = [{ status: 504 }, created("2")];
    onList = (listed) => {
      if (listed === 7) made.push(connector("1"));
    };
    const error = await rejection(verbs.create(hook));
    expect(error.message).toBe(
      'aisquared.Connector "hook": create was sent again, for the first response did not come, and made more than one connector: 2 is in the state now; delete 1 on the platform',
    );
    expect(error).toMatchObject({ id: "2", properties: hook });
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
