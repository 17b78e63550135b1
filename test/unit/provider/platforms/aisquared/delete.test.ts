import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import {
  startAnsweringServer,
  type AnsweringServer,
  type Answered,
} from "../../../../harness/answering-server";
import { connectorVerbs, rejection, type Fields, type Verbs } from "../../../../harness/verbs";
import { hook, tokenSettings } from "./connectors";

/** The pages of each list, by path without parameters. */
type Lists = Readonly<Record<string, readonly (readonly Fields[])[]>>;

const model = (id: number, connector: number): Fields => ({
  id: String(id),
  type: "models",
  attributes: { name: "orders", connector: { id: connector } },
});
const sync = (id: number, source_id: number | null, destination_id: number): Fields => ({
  id: String(id),
  type: "syncs",
  attributes: { source_id, destination_id },
});

describe("the deletion of an AI Squared connector", () => {
  let server: AnsweringServer;
  let verbs: Verbs;
  let lists: Lists;
  let listResponse: Answered | undefined;

  beforeEach(async () => {
    lists = {};
    listResponse = undefined;
    server = await startAnsweringServer(({ method, path }) => {
      if (method === "DELETE") return { status: 204 };
      if (listResponse !== undefined) return listResponse;
      const [list = "", parameters] = path.split("?");
      const number = Number(new URLSearchParams(parameters).get("page"));
      const pages = lists[list] ?? [];
      const next = number < pages.length ? `${server.url}/api/v1/${list}?page=${number + 1}` : null;
      return { status: 200, body: { data: pages[number - 1] ?? [], links: { next } } };
    });
    verbs = connectorVerbs(tokenSettings(server.url));
  });
  afterEach(() => server.stop());

  const requests = (): string[] => server.asked.map(({ method, path }) => `${method} ${path}`);
  const refusal = async (): Promise<string> => {
    const { message } = await rejection(verbs.delete("7", hook));
    expect(requests()).not.toContain("DELETE connectors/7");
    return message;
  };

  it("looks for models and syncs first", async () => {
    lists = { models: [[model(1, 8)], [model(2, 77)]], syncs: [[sync(1, 8, 9), sync(2, null, 70)]] };
    await verbs.delete("7", hook);
    expect(requests()).toEqual([
      "GET models?page=1&per_page=100",
      "GET models?page=2&per_page=100",
      "GET syncs?page=1&per_page=100",
      "DELETE connectors/7",
    ]);
  });

  it("is refused if models or syncs on any page would be deleted with it, and names the first ones", async () => {
    lists = {
      models: [[model(1, 8)], [2, 3, 4, 5, 6, 7, 8].map((id) => model(id, 7))],
      syncs: [[sync(1, 7, 9)], [sync(2, 8, 9)], [sync(3, null, 7)]],
    };
    expect(await refusal()).toBe(
      'aisquared.Connector "hook": delete refused: the platform would delete models 2, 3, 4, 5, 6 and 2 more and syncs 1, 3 along with the connector, and this program did not create them; ' +
        "delete them first, or set the resource option `forceDelete: true` and run `pulumi up`",
    );
  });

  it.each<Answered>([
    "break",
    { status: 403, body: { errors: [{ detail: "You are not authorized to do this action" }] } },
    { status: 200, body: { data: { id: "1" } } },
    { status: 404, body: { error: "Not Found" } },
  ])("is refused if the lists are unusable: %j", async (response) => {
    listResponse = response;
    expect(await refusal()).toContain('aisquared.Connector "hook": list failed: ');
  });

  it("does not look for them with `forceDelete`", async () => {
    listResponse = "break";
    await verbs.delete("7", { ...hook, __options: { forceDelete: true } });
    expect(requests()).toEqual(["DELETE connectors/7"]);
    await verbs.diff("8", hook, { ...hook, __options: { forceDelete: true } });
    await verbs.delete("8", hook);
    expect(requests()).toEqual(["DELETE connectors/7", "DELETE connectors/8"]);
  });
});
