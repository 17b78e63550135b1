import { describe, expect, it } from "@jest/globals";
import * as policy from "../../../../provider/src/policy";
import type { Fields } from "../../../../provider/src/values/fields";
import { unknownValue } from "../../../../provider/src/values/unknowns";
import { stackViolations, type Given } from "./analyze";

const secret = "CANARY-1b2c3d4e";

const collection = (name: string, more: Fields = {}): Given => ({
  type: "airweave:Collection",
  name,
  props: { name, ...more },
});
const connection = (name: string, more: Fields = {}, from?: readonly string[]): Given => ({
  type: "airweave:SourceConnection",
  name,
  props: { name, shortName: "github", readableCollectionId: "c", ...more },
  ...(from === undefined ? {} : { from: { readableCollectionId: from } }),
});

/** Without the description of the policy, which comes first. */
const lastLine = (message: string): string => message.split("\n").at(-1) ?? "";

async function messages(
  resources: readonly Given[],
  options: policy.FlowsOptions = {
    forbidden: [{ from: { types: ["airweave/github"] }, to: { types: ["Collection"] } }],
  },
): Promise<string[]> {
  return (await stackViolations([policy.forbiddenFlows(options)], resources)).map(({ message }) =>
    lastLine(message),
  );
}

const flow = 'data must not flow here: airweave.SourceConnection "issues" → airweave.Collection "support"';
const found = `airweave.SourceConnection "issues": readableCollectionId: ${flow} (see forbidden[0]); read from another source or write to another destination`;

describe("forbidden flows", () => {
  it("are followed along the outputs that arguments are computed from", async () => {
    const [violation, ...others] = await stackViolations(
      [
        policy.forbiddenFlows({
          forbidden: [{ from: { types: ["github"] }, to: { types: ["*/Collection"] } }],
        }),
      ],
      [
        collection("support"),
        collection("other"),
        connection("issues", {}, ["airweave:Collection::support"]),
      ],
    );
    expect(lastLine(violation?.message ?? "")).toBe(found);
    expect(violation?.urn).toMatch(/::issues$/);
    expect(others).toEqual([]);
  });

  it("are followed in a preview, where those outputs are unknown", async () => {
    const resources = [
      collection("support", { readableId: unknownValue }),
      connection("issues", { readableCollectionId: unknownValue }, ["airweave:Collection::support"]),
    ];
    expect(await messages(resources)).toEqual([found]);
  });

  it("are followed by an id in plain text if the resource shows it", async () => {
    const support = collection("support", { readableId: "c" });
    expect(await messages([connection("issues"), support])).toEqual([found]);
    expect(await messages([connection("issues"), collection("support", { readableId: "d" })])).toEqual([]);
    expect(await messages([connection("issues"), collection("support")])).toEqual([]);
  });

  it("are followed to each resource that a value is computed from", async () => {
    const from = ["airweave:Collection::support", "airweave:Collection::other"];
    const all = [collection("support"), collection("other"), connection("issues", {}, from)];
    expect(await messages(all)).toHaveLength(2);
  });

  it("are undecided in a preview if it is unknown what an argument refers to", async () => {
    const [message, ...others] = await messages([
      collection("support"),
      connection("issues", { readableCollectionId: unknownValue }, ["random:index:RandomPet::pet"]),
    ]);
    expect(message).toMatch(/^can't run policy 'connector-flows' .* during preview: .*readableCollectionId/);
    expect(others).toEqual([]);
  });

  it("are undecided in a preview if a type or a host is unknown, unless they are forbidden anyway", async () => {
    const support = collection("support");
    const issues = (more: Fields): Given => connection("issues", more, ["airweave:Collection::support"]);
    const undecided = /^can't run policy 'connector-flows' .* during preview: /;
    const [byType, ...others] = await messages([support, issues({ shortName: unknownValue })]);
    expect(byType).toMatch(undecided);
    expect(others).toEqual([]);
    const hosts = {
      forbidden: [
        { from: { types: ["github"], hosts: ["*.example.com"] }, to: { types: ["airweave/Collection"] } },
      ],
    };
    const config = { config: { instance_url: unknownValue } };
    expect(await messages([support, issues({ ...config, shortName: "gitlab" })], hosts)).toEqual([
      expect.stringMatching(undecided),
    ]);
    expect(await messages([support, issues(config)], hosts)).toEqual([found]);
  });

  it("are found by a host in a secret, which is not shown", async () => {
    const { forbidden } = {
      forbidden: [{ from: { hosts: [`${secret.toLowerCase()}.example.com`] }, to: { types: ["*"] } }],
    };
    const issues = connection(
      "issues",
      {
        shortName: "servicenow",
        authentication: {
          credentials: { username: "u", password: "p", url: `https://${secret}.example.com` },
        },
      },
      ["airweave:Collection::support"],
    );
    const list = await messages([collection("support"), issues], { forbidden });
    expect(list).toEqual([found]);
    expect(JSON.stringify(list)).not.toContain(secret);
  });

  it("are not found elsewhere, nor without a setting", async () => {
    const all = [collection("support"), connection("issues", {}, ["airweave:Collection::support"])];
    const forbid = (from: string, to: string): policy.FlowsOptions => ({
      forbidden: [{ from: { types: [from] }, to: { types: [to] } }],
    });
    expect(await messages(all, forbid("stripe", "*"))).toEqual([]);
    expect(await messages(all, forbid("github", "pinecone"))).toEqual([]);
    expect(await messages(all, forbid("unstructured/*", "*"))).toEqual([]);
    expect(await messages(all, {})).toEqual([]);
  });
});
