import { afterEach, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { unknownValue } from "../../../../provider/src/values/unknowns";
import { collectionVerbs, sourceVerbs, type Fields } from "../../../harness/verbs";

const config = {
  remote_url: "s3://bucket/in/",
  access_key_id: "AKIAIOSFODNN7EXAMPLE",
  secret_access_key: "wJalrXUtnFEMI/K7MDENG",
  recursive: true,
};
const inputs = { name: "invoices", type: "s3", config };
const otherType = { name: "n", type: "something-new", __options: { otherType: true } };

async function reasons(news: Fields, settings: Record<string, string> = {}): Promise<string[]> {
  const { failures } = await sourceVerbs(settings).check({}, news);
  expect(failures.every(({ property }) => property === "")).toBe(true);
  return failures.map(({ reason }) => reason);
}

describe("check", () => {
  const environment = { ...process.env };
  afterEach(() => {
    process.env = { ...environment };
  });

  it("returns valid inputs unchanged", async () => {
    const result = await sourceVerbs().check({}, { ...inputs, __provider: "code" });
    expect(result).toEqual({ inputs: { ...inputs, __provider: "code" }, failures: [] });
  });

  describe("of an object that has the resource's own name", () => {
    const checked = async (news: Fields): Promise<unknown> =>
      (await sourceVerbs().check({}, { ...inputs, ...news })).inputs;

    it("leaves out what says so, and keeps the other options", async () => {
      expect(await checked({ __options: { resource: "invoices" } })).toEqual(inputs);
      const __options = { onRename: "replace" };
      expect(await checked({ __options: { resource: "invoices", ...__options } })).toEqual({
        ...inputs,
        __options,
      });
    });

    it("keeps it while a transformation has made the name unknown: messages need a name", async () => {
      const news = { name: unknownValue, __options: { resource: "invoices" } };
      expect(await checked(news)).toEqual({ ...inputs, ...news });
    });

    it("is no change for a state that says so", async () => {
      const olds = { ...inputs, __options: { resource: "invoices" } };
      const { inputs: news } = await sourceVerbs().check(olds, olds);
      expect(await sourceVerbs().diff("id-1", olds, news)).toMatchObject({ changes: false });
    });
  });

  it("shortens a huge name and a huge key in what it reports", async () => {
    const news = { ...inputs, name: "n".repeat(100_000), config: { ...config, ["k".repeat(1_000_000)]: 1 } };
    const [reason = "", ...others] = await reasons(news);
    expect(reason).toMatch(/^unstructured\.Source "n{100}\.\.\.": config\.k+ \.\.\. k+: unknown key/);
    expect(reason.length).toBeLessThan(700);
    expect(others).toEqual([]);
  });

  it("says that a name is the resource's own if the program gives none", async () => {
    const own = "; the program gives no name, so this is the resource's own: give one";
    const check = async (name: string, resource?: string): Promise<string[]> => {
      const news = { name, ...(resource === undefined ? {} : { __options: { resource } }) };
      const { failures } = await collectionVerbs().check({}, news);
      return failures.map(({ reason }) => reason);
    };
    const short = 'airweave.Collection "abc": name: must have at least 4 characters';
    expect(await check("abc", "abc")).toEqual([short + own]);
    expect(await check("x".repeat(65), "x".repeat(65))).toEqual([expect.stringContaining(own)]);
    expect(await check("abc")).toEqual([short]);
    // A transformation changed it.
    expect(await check("abc", "documents")).toEqual([short]);
    expect(await check("documents", "documents")).toEqual([]);
  });

  it("accepts the spelling of every vendor page", async () => {
    for (const [key, secret] of [
      ["access_key_id", "secret_access_key"],
      ["aws_access_key_id", "aws_secret_access_key"],
      ["key", "secret"],
    ] as const) {
      const aliased = { remote_url: "s3://bucket/in/", [key]: "AKIA", [secret]: "wJal" };
      expect(await reasons({ ...inputs, config: aliased })).toEqual([]);
    }
  });

  it.each<[string, Fields, string]>([
    ["a missing config", { name: "invoices", type: "s3" }, "config: missing, expected an object"],
    ["an empty name", { ...inputs, name: "" }, "name: must not be empty"],
    [
      "a missing key",
      { ...inputs, config: { anonymous: true } },
      "config.remote_url: missing, expected a string",
    ],
    [
      "an unknown key",
      { ...inputs, config: { ...config, remote_ulr: "s3://x" } },
      "config.remote_ulr: unknown key; did you mean remote_url?",
    ],
    [
      "an unknown key that resembles none",
      { ...inputs, config: { ...config, zzz: 1 } },
      "config.zzz: unknown key",
    ],
    ["an unknown argument", { ...inputs, confg: {} }, "confg: unknown key; did you mean config?"],
    [
      "a value of the wrong type",
      { ...inputs, config: { ...config, recursive: "perhaps" } },
      "config.recursive: expected a boolean, got a string",
    ],
    [
      "a config that is not an object",
      { ...inputs, config: "s3://x" },
      "config: expected an object, got a string",
    ],
    [
      "a null",
      { ...inputs, config: { ...config, token: null } },
      "config.token: expected a string, got null",
    ],
    [
      "an integer beyond 2^53",
      { ...otherType, name: "invoices", config: { nested: [{ size: 2 ** 60 }] } },
      "config.nested[0].size: an integer beyond 2^53 loses digits on its way to the platform; write it as a string",
    ],
    [
      "the mask of a secret",
      { ...inputs, config: { ...config, secret_access_key: "**********" } },
      "config.secret_access_key: asterisks stand for a secret that is not shown; give the secret itself",
    ],
    [
      "two aliases of one setting",
      { ...inputs, config: { ...config, key: "AKIA" } },
      "config: access_key_id and key are aliases of one setting; set only one of them",
    ],
    [
      "an invalid option",
      { ...inputs, __options: { onRename: "replac" } },
      "options.onRename: expected one of update, replace",
    ],
  ])("refuses %s", async (_what, news, problem) => {
    const subject = news.name === "" ? "unstructured.Source" : 'unstructured.Source "invoices"';
    expect(await reasons(news)).toEqual([`${subject}: ${problem}`]);
  });

  it("refuses an address that is not a URL, whatever its origin, without showing it", async () => {
    const expected = "expected an http or https URL such as https://platform.unstructuredapp.io";
    expect(await reasons(inputs, { "unstructured:apiUrl": "platform" })).toEqual([
      `unstructured.Source "invoices": setting unstructured:apiUrl (from stack config unstructured:apiUrl): ${expected}`,
    ]);
    process.env.UNSTRUCTURED_API_URL = "ftp://platform";
    expect(await reasons(inputs)).toEqual([
      `unstructured.Source "invoices": setting unstructured:apiUrl (from environment variable UNSTRUCTURED_API_URL): ${expected}`,
    ]);
  });

  it("reports all problems at once", async () => {
    const news = { name: "", type: "s3", config: { remote_url: 7, recursive: "perhaps", tokn: "x" } };
    expect(await reasons(news, { "unstructured:apiUrl": "platform" })).toHaveLength(6);
  });

  it("accepts a type that the catalog does not have, with any keys", async () => {
    expect(await reasons({ ...otherType, config: { anything: [{ goes: 1 }] } })).toEqual([]);
  });

  it.each([
    ["s4", "; did you mean s3? For"],
    ["SharePoint", "; did you mean sharepoint? For"],
    ["pinecone", " (it is a destination type); for"],
    ["something-new", "; for"],
  ])("refuses the type %s unless the program marks it as newer than the catalog", async (type, hint) => {
    expect(await reasons({ name: "n", type, config: { any: 1 } })).toEqual([
      `unstructured.Source "n": type: unknown Unstructured source type${hint} a type newer than this release, use otherType("...")`,
    ]);
  });

  it("accepts unknown values anywhere", async () => {
    expect(await reasons({ ...inputs, config: unknownValue })).toEqual([]);
    expect(await reasons({ ...inputs, name: unknownValue, type: unknownValue })).toEqual([]);
    for (const key of Object.keys(config)) {
      expect(await reasons({ ...inputs, config: { ...config, [key]: unknownValue } })).toEqual([]);
      expect(await reasons({ ...inputs, config: { ...config, [key]: `s3://${unknownValue}/` } })).toEqual([]);
    }
  });

  it("reports problems beside unknown values", async () => {
    const news = { ...inputs, config: { ...config, remote_url: unknownValue, recursive: "perhaps" } };
    expect(await reasons(news)).toEqual([
      'unstructured.Source "invoices": config.recursive: expected a boolean, got a string',
    ]);
  });

  it("does not need any settings", async () => {
    delete process.env.UNSTRUCTURED_API_KEY;
    delete process.env.UNSTRUCTURED_API_URL;
    expect(await reasons(inputs)).toEqual([]);
  });

  it("never shows a value and never throws, whatever the inputs", async () => {
    const canary = "CANARY7";
    const odd = fc.oneof(fc.constant(canary), fc.jsonValue({ maxDepth: 2 }), fc.constant([canary]));
    await fc.assert(
      fc.asyncProperty(
        fc.record({ name: odd, type: fc.oneof(fc.constant("s3"), odd), config: odd }, { requiredKeys: [] }),
        fc.dictionary(fc.constantFrom(...Object.keys(config), "x"), odd),
        async (news, odds) => {
          const { failures } = await sourceVerbs().check({}, { ...news, config: { ...config, ...odds } });
          // Messages begin with the resource's name; no other value may appear.
          const problems = failures.map(({ reason }) =>
            reason.replace(/^unstructured\.Source "(\\.|[^"\\])*"/, ""),
          );
          expect(problems.join("\n")).not.toContain(canary);
        },
      ),
    );
  });
});
