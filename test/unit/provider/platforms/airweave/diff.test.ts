import { describe, expect, it } from "@jest/globals";
import { unknownValue } from "../../../../../provider/src/values/unknowns";
import { sourceConnectionVerbs, type Fields } from "../../../../harness/verbs";
import { github, notion } from "./connections";

const client = { clientId: "id", clientSecret: "PLANTEDclient7HENG" };

/** @returns what the engine is told of a change of the authentication alone. */
async function change(before: Fields | undefined, after: unknown): Promise<unknown> {
  const recorded = { ...notion, status: "active", authentication: before };
  const { changes, replaces } = await sourceConnectionVerbs().diff("id", recorded, {
    ...notion,
    authentication: after,
  });
  return { changes, replaces };
}

const none = { changes: false, replaces: [] };
const update = { changes: true, replaces: [] };
const replace = { changes: true, replaces: ["authentication"] };

describe("a change of how a connection logs in", () => {
  it.each<[string, Fields | undefined, unknown, unknown]>([
    ["nothing at all", undefined, {}, none],
    ["other credentials", { credentials: { key: "a" } }, { credentials: { key: "b" } }, update],
    [
      "credentials that a preview does not know",
      { credentials: { key: "a" } },
      { credentials: { key: unknownValue } },
      update,
    ],
    ["a login in the browser in place of credentials", { credentials: { key: "a" } }, undefined, replace],
    ["credentials in place of a login in the browser", undefined, { credentials: { key: "a" } }, replace],
    ["another token", { accessToken: "a" }, { accessToken: "b" }, replace],
    ["another client", client, { ...client, clientId: "other" }, replace],
    ["where the browser goes after the login", client, { ...client, redirectUri: "https://b" }, none],
    ["another provider", { providerReadableId: "a" }, { providerReadableId: "b" }, replace],
    ["something that a preview does not know", client, unknownValue, replace],
  ])("by %s", async (_what, before, after, expected) => {
    expect(await change(before, after)).toEqual(expected);
  });

  it("replaces nothing of which the state does not say what it is", async () => {
    const { changes, replaces } = await sourceConnectionVerbs().diff("id", {}, github);
    expect({ changes, replaces }).toEqual(update);
  });
});
