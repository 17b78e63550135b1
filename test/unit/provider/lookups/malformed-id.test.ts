import { afterEach, expect, it, jest } from "@jest/globals";
import { aisquared, airweave, unstructured } from "../../../../provider/src";
import { startTestPlatform, type TestPlatform } from "../../../harness";
import type { PlatformName } from "../../../harness/platform";
import { rejection, verbsOfKind } from "../../../harness/verbs";
import { notion } from "../platforms/airweave/connections";
import { hook } from "../platforms/aisquared/connectors";
import { failure, withSettings } from "./program";

const s3 = { name: "invoices", type: "s3", config: { remote_url: "s3://b/", anonymous: true } };

interface Case {
  readonly kind: string;
  readonly platform: PlatformName;
  readonly path: string;
  readonly lookUp: (id: string) => Promise<unknown>;
  readonly inputs: object;
  readonly response: string;
  readonly form: string;
}

const cases: readonly Case[] = [
  {
    kind: "unstructured.Source",
    platform: "unstructured",
    path: "sources",
    lookUp: (id) => unstructured.getSource({ id }),
    inputs: s3,
    response: "Unstructured responded to GET sources/invoices with status 422 (path.source_id: ",
    form: "an id is a UUID such as ",
  },
  {
    kind: "unstructured.Destination",
    platform: "unstructured",
    path: "destinations",
    lookUp: (id) => unstructured.getDestination({ id }),
    inputs: s3,
    response: "Unstructured responded to GET destinations/invoices with status 422 (path.destination_id: ",
    form: "an id is a UUID such as ",
  },
  {
    kind: "aisquared.Connector",
    platform: "aisquared",
    path: "connectors",
    lookUp: (id) => aisquared.getConnector({ id }),
    inputs: hook,
    response: "AI Squared responded to GET connectors/invoices with status 400 (id must be an integer)",
    form: "an id is an integer such as ",
  },
  {
    kind: "airweave.SourceConnection",
    platform: "airweave",
    path: "source-connections",
    lookUp: (id) => airweave.getSourceConnection({ id }),
    inputs: notion,
    response:
      "Airweave responded to GET source-connections/invoices with status 422 (path.source_connection_id: ",
    form: "an id is a UUID such as ",
  },
];

let platform: TestPlatform;
afterEach(async () => {
  jest.restoreAllMocks();
  await platform.stop();
});

it.each(cases)(
  "an id of another form is reported as such: $kind",
  async ({ kind, platform: name, path, lookUp, inputs, response, form }) => {
    platform = await startTestPlatform({}, name);
    const settings = {
      [`${name}:apiUrl`]: platform.url,
      [`${name}:${name === "aisquared" ? "password" : "apiKey"}`]: platform.apiKey,
      [`${name}:email`]: platform.env.AISQUARED_EMAIL ?? "",
    };
    withSettings(settings);
    const looksRight = (message: string, verb: string): void => {
      expect(message).toContain(`${verb} failed: ${response}`);
      expect(message).toContain(`); ${form}`);
      expect(message).toMatch(/: correct it, or give the name instead, `\{ name: "\.\.\." \}`/);
    };

    const looked = await failure(lookUp("invoices"));
    looksRight(looked, "get");
    expect(looked).toMatch(/ \[PC_NOT_FOUND\]$/);

    const verbs = verbsOfKind(kind, settings);
    const got = await rejection(verbs.read("invoices", { __options: { resource: "got" } }));
    looksRight(got.message, "read");

    const adopted = await rejection(verbs.create({ ...inputs, __options: { adopt: "invoices" } }));
    looksRight(adopted.message, "adopt");
    expect([got.code, adopted.code]).toEqual(["PC_NOT_FOUND", "PC_NOT_FOUND"]);

    const requests = platform.take().filter((request) => request.includes(path));
    expect(requests).toHaveLength(3);
    expect(requests.every((request) => request.startsWith("GET ") && request.endsWith("/invoices"))).toBe(
      true,
    );
  },
);
