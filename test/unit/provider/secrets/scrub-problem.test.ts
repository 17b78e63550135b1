import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { scrubProblem } from "../../../../provider/src/secrets/scrub-problem";
import { scrubberFor } from "../../../../provider/src/secrets/scrub";
import { connectorVerbs, sourceVerbs, type Verbs } from "../../../harness/verbs";

const reasonsOf = async (verbs: Verbs, inputs: Record<string, unknown>): Promise<string[]> =>
  (await verbs.check({}, inputs)).failures.map(({ reason }) => reason);

const postgres = (changed: object): Record<string, unknown> => ({
  name: "shop",
  connectorType: "source",
  connectorName: "Postgresql",
  configuration: {
    data_type: "structured",
    host: "db.example.com",
    port: "5432",
    database: "shop",
    schema: "public",
    credentials: { auth_type: "username/password", username: "u", password: "host" },
    ...changed,
  },
});

describe("what is wrong with inputs", () => {
  it("names keys, kinds and suggestions of the catalog, even if one of them is a secret's value", async () => {
    expect(await reasonsOf(connectorVerbs(), postgres({ host: 5 }))).toEqual([
      'aisquared.Connector "shop": configuration.host: expected a string, got a number',
    ]);
    expect(await reasonsOf(connectorVerbs(), postgres({ host: undefined, hots: "x" }))).toEqual(
      expect.arrayContaining([
        'aisquared.Connector "shop": configuration.hots: unknown key; did you mean host?',
      ]),
    );
    const gcs = {
      name: "docs",
      type: "gcs",
      config: { remote_url: "gs://b/", service_account_key: { type: "service_account", project_id: "p-1" } },
    };
    expect(await reasonsOf(sourceVerbs(), gcs)).toEqual([
      'unstructured.Source "docs": config.service_account_key: expected a string, got an object',
    ]);
  });

  it("does not show a secret that the program uses as a key or a name", async () => {
    const secret = "hunter2.hunter2";
    const inputs = {
      name: secret,
      type: "s3",
      config: { remote_url: "s3://b/", key: "k", secret, [secret]: 1 },
    };
    const reasons = await reasonsOf(sourceVerbs(), inputs);
    expect(reasons).toEqual(['unstructured.Source "[secret]": config.[secret]: unknown key']);
  });

  it("shows none of the secrets in a path, whatever they are, except keys that are known", () => {
    fc.assert(
      // A dot at its beginning could be the one of the path.
      fc.property(fc.stringMatching(/^[\w-][\w.-]{3,19}$/), (secret) => {
        const line = scrubProblem(
          `config.${secret}: unknown key`,
          new Set(["config"]),
          scrubberFor([secret]),
        );
        // A key that is known, and a number, which may be an index, are kept.
        fc.pre(!"config: unknown key".includes(secret) && !/(^|\.)(\d+|config)(\.|$)/.test(secret));
        expect(line).toBe("config.[secret]: unknown key");
      }),
    );
  });
});
