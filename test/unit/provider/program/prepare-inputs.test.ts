import { describe, expect, it } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { prepareInputs } from "../../../../provider/src/program/prepare-inputs";
import { SecretPaths } from "../../../../provider/src/values/secret-paths";

type Marked = Record<string, unknown>;

/** Marks the secrets at some paths of a program's arguments. */
const markSecrets = (args: Marked, paths: readonly string[]): Marked =>
  prepareInputs(args, SecretPaths.parse(paths)).inputs;

/** Whether Pulumi treats a value as secret. */
const isSecret = async (value: unknown): Promise<boolean> =>
  pulumi.Output.isInstance(value) && (await pulumi.isSecret(value));

const valueOf = <Value>(output: pulumi.Output<Value>): Promise<Value> =>
  new Promise((resolve) => {
    output.apply((value) => resolve(value));
  });

const key = fc.constantFrom("secret", "token", "url", "size", "constructor");
const config = fc.dictionary(key, fc.jsonValue({ maxDepth: 2 }));

describe("marking secrets", () => {
  it("marks the secrets in the catalog, and nothing else", async () => {
    await fc.assert(
      fc.asyncProperty(config, async (plain) => {
        const marked = markSecrets(plain, ["secret", "token"]);
        expect(Object.keys(marked)).toEqual(Object.keys(plain));
        for (const [name, value] of Object.entries(marked)) {
          expect(await isSecret(value)).toBe(["secret", "token"].includes(name));
          if (!pulumi.Output.isInstance(value)) expect(value).toEqual(plain[name]);
        }
      }),
    );
  });

  it("marks every value of a type that the catalog does not have", async () => {
    await fc.assert(
      fc.asyncProperty(config, async (plain) => {
        const marked = markSecrets(plain, ["*"]);
        for (const value of Object.values(marked)) expect(await isSecret(value)).toBe(true);
      }),
    );
  });

  it("marks values that are outputs", async () => {
    const marked = markSecrets(
      { secret: pulumi.output("hunter2"), url: pulumi.output("s3://b/"), token: Promise.resolve("t") },
      ["secret", "token"],
    );
    expect(await isSecret(marked.secret)).toBe(true);
    expect(await isSecret(marked.token)).toBe(true);
    expect(await isSecret(marked.url)).toBe(false);
  });

  it.each([
    ["an output", (value: Marked): unknown => pulumi.output(value)],
    ["a promise", (value: Marked): unknown => Promise.resolve(value)],
  ])("marks the secrets in a configuration that is %s as a whole", async (_what, wrap) => {
    const configured = wrap({ url: "s3://b/", secret: "hunter2" });
    const prepared = (path: string): Promise<Marked> =>
      valueOf(markSecrets({ config: configured }, [path]).config as pulumi.Output<Marked>);
    const marked = await prepared("config.secret");
    expect(marked.url).toBe("s3://b/");
    expect(await isSecret(marked.secret)).toBe(true);
    const unknown = await prepared("config.*");
    expect(await Promise.all(Object.values(unknown).map(isSecret))).toEqual([true, true]);
  });

  it("leaves a value that resolves to undefined unmarked, so that its key is omitted", async () => {
    const marked = markSecrets({ token: pulumi.output(undefined), secret: Promise.resolve(undefined) }, [
      "*",
    ]) as {
      token: pulumi.Output<unknown>;
      secret: pulumi.Output<unknown>;
    };
    for (const value of Object.values(marked)) {
      expect(await valueOf(value)).toBeUndefined();
      expect(await isSecret(value)).toBe(false);
    }
  });

  it("finds the paths of secrets that only the program marks", async () => {
    const secret = pulumi.secret("x");
    const secretsOf = async (args: Marked): Promise<string[] | undefined> =>
      prepareInputs(args, SecretPaths.parse(["config.key"])).programSecrets?.();
    const config = { plain: pulumi.output(1), hosts: ["a", secret], key: secret, "dotted.key": secret };
    expect(await secretsOf({ name: secret, type: "s3", config })).toEqual([
      "name",
      "config.hosts.1",
      "config.dotted\\.key",
    ]);
    expect(await secretsOf({ config: pulumi.secret({ a: 1 }) })).toEqual(["config"]);
    expect(await secretsOf({ name: pulumi.output("public") })).toEqual([]);
    expect(await secretsOf({ name: "n", config: { key: secret } })).toBeUndefined();
  });

  it("follows a path into an object", async () => {
    const { credentials, url } = markSecrets({ credentials: { user: "u", password: "p" }, url: "x" }, [
      "credentials.password",
    ]) as { credentials: Marked; url: unknown };
    expect(await isSecret(credentials.password)).toBe(true);
    expect([credentials.user, url]).toEqual(["u", "x"]);
  });

  it("leaves an invalid configuration unchanged for the host to refuse", () => {
    for (const config of [undefined, null, "text", 1]) {
      expect(markSecrets({ config }, ["config.*"])).toEqual({ config });
    }
  });

  it("marks secrets in lists, too", async () => {
    const { nodes } = markSecrets({ nodes: [{ key: "k", name: "n" }] }, ["nodes.*.key"]) as {
      nodes: Marked[];
    };
    expect(await isSecret(nodes[0]?.key)).toBe(true);
    expect(nodes[0]?.name).toBe("n");
  });

  it("keeps absent keys absent", () => {
    expect(markSecrets({ secret: undefined }, ["secret"])).toEqual({ secret: undefined });
  });
});
