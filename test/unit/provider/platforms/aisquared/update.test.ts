import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { startAnsweringServer, type AnsweringServer } from "../../../../harness/answering-server";
import { connectorVerbs, rejection, type Fields, type Verbs } from "../../../../harness/verbs";
import { answerOf, bodyOf, postgres, tokenSettings } from "./connectors";

describe("an update of an AI Squared connector", () => {
  let server: AnsweringServer;
  let verbs: Verbs;
  let change: (attributes: Fields) => Fields;

  beforeAll(async () => {
    server = await startAnsweringServer(({ body }) => {
      const { connector } = body as { connector: Fields };
      const data = answerOf("7", {}, connector);
      return { status: 200, body: { data: { ...data, attributes: change(data.attributes as Fields) } } };
    });
    verbs = connectorVerbs(tokenSettings(server.url));
  });
  afterAll(() => server.stop());

  const olds = { ...postgres, description: "before", createdAt: "2026-01-01T00:00:00Z" };

  it("accepts a response without the description, which is not on the vendor's page", async () => {
    change = ({ description: _description, ...attributes }) => attributes;
    const { outs } = await verbs.update("7", olds, { ...postgres, description: "after" });
    expect(outs).toMatchObject({ description: "after" });
    const removed = await verbs.update("7", outs, postgres);
    expect(server.asked.at(-1)?.body).toEqual({
      connector: { ...bodyOf(postgres).connector, description: null },
    });
    expect(removed.outs).toMatchObject({ description: null });
    expect(await verbs.diff("7", removed.outs, postgres)).toMatchObject({ changes: false });
  });

  it("fails if the platform kept old values, and records them", async () => {
    const news = { ...postgres, configuration: { ...postgres.configuration, host: "other.example.com" } };
    change = (attributes) => ({
      ...attributes,
      description: "before",
      configuration: postgres.configuration,
    });
    const error = await rejection(verbs.update("7", olds, news));
    expect(error.message).toContain("AI Squared kept description, configuration.host as before");
    expect(error.properties).toMatchObject({
      description: "before",
      configuration: postgres.configuration,
    });
  });

  it("replaces only for another role or system, deleting first if the name stays the same", async () => {
    const diff = (news: Fields) => verbs.diff("7", { ...postgres, description: null }, news);
    expect(await diff({ ...postgres, connectorName: "MariaDB" })).toEqual({
      changes: true,
      replaces: ["connectorName"],
      deleteBeforeReplace: true,
    });
    expect(await diff({ ...postgres, connectorType: "destination", name: "other" })).toEqual({
      changes: true,
      replaces: ["connectorType"],
      deleteBeforeReplace: false,
    });
    expect(await diff({ ...postgres, name: "other", description: "x" })).toEqual({
      changes: true,
      replaces: [],
      deleteBeforeReplace: false,
    });
    expect(await diff({ ...postgres, name: "other", __options: { onRename: "replace" } })).toEqual({
      changes: true,
      replaces: ["name"],
      deleteBeforeReplace: false,
    });
  });
});
