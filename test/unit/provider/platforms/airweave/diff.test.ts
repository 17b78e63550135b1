import { describe, expect, it } from "@jest/globals";
import { unknownValue } from "../../../../../provider/src/values/unknowns";
import { collectionVerbs, sourceConnectionVerbs, type Fields } from "../../../../harness/verbs";
import { github, notion } from "./connections";

const client = { clientId: "id", clientSecret: "PLANTEDclient7HENG" };

/** @returns the diff of a change to the authentication. */
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

describe("a change of the authentication", () => {
  it.each<[string, Fields | undefined, unknown, unknown]>([
    ["nothing", undefined, {}, none],
    ["other credentials", { credentials: { key: "a" } }, { credentials: { key: "b" } }, update],
    [
      "credentials that are unknown in a preview",
      { credentials: { key: "a" } },
      { credentials: { key: unknownValue } },
      update,
    ],
    ["a login in the browser in place of credentials", { credentials: { key: "a" } }, undefined, replace],
    ["credentials in place of a login in the browser", undefined, { credentials: { key: "a" } }, replace],
    ["another token", { accessToken: "a" }, { accessToken: "b" }, replace],
    ["another client", client, { ...client, clientId: "other" }, replace],
    ["another redirect URI", client, { ...client, redirectUri: "https://b" }, none],
    ["another provider", { providerReadableId: "a" }, { providerReadableId: "b" }, replace],
    ["a value that is unknown in a preview", client, unknownValue, replace],
  ])("by %s", async (_what, before, after, expected) => {
    expect(await change(before, after)).toEqual(expected);
  });

  it("replaces nothing if the state is truncated", async () => {
    const { changes, replaces } = await sourceConnectionVerbs().diff("id", {}, github);
    expect({ changes, replaces }).toEqual(update);
  });
});

describe("a collection that a new name replaces", () => {
  const recorded = { name: "Documents", readableId: "docs", uuid: "u", __managed: true };
  const renamed = async (news: Fields): Promise<boolean> => {
    const given = { name: "Other documents", __options: { onRename: "replace" }, ...news };
    const { replaces, deleteBeforeReplace } = await collectionVerbs().diff("docs", recorded, given);
    expect(replaces).toContain("name");
    return deleteBeforeReplace;
  };

  it("is deleted first if the new one gets its readable id, which is unique", async () => {
    expect(await renamed({ readableId: "docs" })).toBe(true);
  });

  it("is deleted last if the new one gets another", async () => {
    expect(await renamed({ readableId: "other" })).toBe(false);
    expect(await renamed({ readableId: unknownValue })).toBe(false);
    // The platform makes one.
    expect(await renamed({})).toBe(false);
  });
});
