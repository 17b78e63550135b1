import { expect, it } from "@jest/globals";
import { describeOnEngines } from "../harness";

/** One object with a secret on each platform: two mask it, the third never returns it. */
const programOf = (secret: string): string => `
new unstructured.Source("documents", {
  type: "s3",
  config: { remote_url: "s3://bucket/in/", key: "AKIA", secret: "${secret}-of-unstructured" },
});
new aisquared.Connector("warehouse", {
  connectorType: "source",
  connectorName: "Postgresql",
  configuration: {
    data_type: "structured",
    host: "db.example.com",
    port: "5432",
    database: "documents",
    schema: "public",
    credentials: { auth_type: "username/password", username: "reader", password: "${secret}-of-aisquared" },
  },
});
const support = new airweave.Collection("support");
new airweave.SourceConnection("tickets", {
  readableCollectionId: support.readableId,
  shortName: "stripe",
  authentication: { credentials: { api_key: "sk_test_${secret}0000000000000000" } },
});
`;

// Two are enough to detect a recurring diff; the nightly run does more.
const rounds = process.env.npm_lifecycle_event === "test:rounds" ? 10 : 2;

describeOnEngines(
  "a stack with all platforms",
  (world) => {
    const takeAll = (): string[] =>
      Object.values(world().platforms).flatMap((platform) => platform.takeWrites());

    it("creates an object on each", async () => {
      const { project, stack } = world();
      project.program(programOf("first"));
      expect(await stack.up()).toMatchObject({ succeeded: true, changes: { create: 5 } });
      expect(takeAll().sort()).toEqual([
        "POST /api/v1/connectors",
        "POST /api/v1/sources/",
        "POST /collections",
        "POST /source-connections",
      ]);
      expect(await stack.stateText()).not.toContain("first");
    });

    it(`changes nothing in ${rounds} rounds of refresh and up`, async () => {
      const { stack } = world();
      for (let round = 1; round <= rounds; round++) {
        expect(await stack.refresh()).toMatchObject({ succeeded: true, changes: { same: 5 } });
        expect(await stack.up()).toMatchObject({ succeeded: true, changes: { same: 5 } });
      }
      expect(takeAll()).toEqual([]);
      expect(await stack.stateText()).not.toContain("****");
    });

    it("sends each changed secret once", async () => {
      const { platforms, project, stack } = world();
      project.program(programOf("second"));
      expect(await stack.up()).toMatchObject({ succeeded: true, changes: { update: 3, same: 2 } });
      const sent = {
        unstructured: platforms.unstructured.takeBodies("PUT"),
        aisquared: platforms.aisquared.takeBodies("PUT"),
        airweave: platforms.airweave.takeBodies("PATCH"),
      };
      expect(sent).toMatchObject({
        unstructured: [{ config: { secret: "second-of-unstructured" } }],
        aisquared: [{ connector: { configuration: { credentials: { password: "second-of-aisquared" } } } }],
        airweave: [{ authentication: { credentials: { api_key: "sk_test_second0000000000000000" } } }],
      });
      expect(sent.airweave).toEqual([{ authentication: { credentials: expect.anything() } }]);
      expect(await stack.stateText()).not.toContain("second");
    });

    it("destroys everything", async () => {
      const { platforms, stack } = world();
      expect(await stack.destroy()).toMatchObject({ succeeded: true, changes: { delete: 5 } });
      expect(platforms.airweave.takeWrites()).toEqual([
        expect.stringMatching(/^DELETE \/source-connections\//),
        expect.stringMatching(/^DELETE \/collections\//),
      ]);
      expect(platforms.aisquared.takeWrites()).toEqual(["DELETE /api/v1/connectors/1"]);
      expect(platforms.unstructured.takeWrites()).toHaveLength(1);
    });
  },
  { beside: ["aisquared", "airweave"] },
);
