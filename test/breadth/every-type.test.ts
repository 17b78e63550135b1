import { expect, it } from "@jest/globals";
import { transformSync } from "@swc/core";
import { describeOnEngines, type World } from "../harness";
import { examples, type Example } from "../harness/examples";
import type { PlatformName } from "../harness/platform";

const all = examples();
/** Including the collection of each connection, and the stack. */
const resourceCount = all.length + all.filter(({ entry }) => entry.platform === "airweave").length + 1;

/** The stack config. Types that share a name get the value of the first page. */
const values = new Map<string, unknown>();
let marks = 100;
for (const example of all) {
  for (const [name, value] of example.stackConfig(
    (isSecret) => `${isSecret ? "PLANTED" : "client"}${marks++}`,
  )) {
    if (!values.has(name)) values.set(name, value);
  }
}

/** The markers of secrets in a text. */
function marksIn(text: string): string[] {
  return [...new Set(text.match(/PLANTED\d{3}/g))];
}

/** The secret or the other part of the stack config, as strings. */
function configTexts(secrets: boolean): Record<string, string> {
  const strings = [...values].map(([name, value]): [string, string] => [
    name,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  return Object.fromEntries(strings.filter(([, text]) => marksIn(text).length > 0 === secrets));
}

const cipher: unknown = expect.objectContaining({ ciphertext: expect.any(String) });

/** Writes all programs as modules of one. */
function writeProgram(
  { project }: World,
  textOf = ({ entry }: Example): string => entry.programs[0] ?? "",
): void {
  const modules = all.map((example) => {
    const { name } = example.entry;
    const { code } = transformSync(textOf(example), {
      jsc: { parser: { syntax: "typescript" }, target: "es2022" },
      module: { type: "commonjs" },
    });
    project.write(`${name}.js`, code);
    return `exports["${name}"] = require("./${name}");`;
  });
  project.program(modules.join("\n"));
}

/** The create requests by the objects' names, reduced to what the catalog's examples cover. */
function createdBodies({ platforms }: World): Readonly<Record<string, unknown>> {
  const bodies = Object.values(platforms).flatMap((platform) => platform.takeBodies("POST"));
  return Object.fromEntries(
    bodies.map((body): [string, unknown] => {
      const { connector, ...fields } = body as { connector?: object };
      const {
        name,
        readable_collection_id: _collection,
        ...rest
      } = (connector ?? fields) as Record<string, unknown>;
      return [String(name), rest];
    }),
  );
}

/** How far Airweave's clock is ahead, in milliseconds. */
let ahead = 0;

describeOnEngines(
  "one stack with the programs of all reference pages",
  (world) => {
    const takeWrites = (): string[] =>
      Object.values(world().platforms).flatMap((platform) => platform.takeWrites());

    const expectSecretsEncrypted = async (): Promise<void> => {
      const { stack } = world();
      const text = await stack.stateText();
      expect(marksIn(text)).toEqual([]);
      expect(text).not.toContain("pending_operations");
      const stored = await stack.resources();
      for (const example of all) {
        const { __provider, __options, name, readableCollectionId, ...args } =
          stored[example.resourceName]?.inputs ?? {};
        expect({ name, ...args }).toEqual({
          name: example.resourceName,
          ...example.args((key, isSecret) => (isSecret ? cipher : values.get(key))),
        });
      }
    };

    it("previews without requests, and shows no secret although neither program nor stack config marks any", async () => {
      const { stack } = world();
      await stack.configure(configTexts(false));
      writeProgram(world(), (example) => example.programWithPlainSecrets(values));
      const { succeeded, changes, output } = await stack.preview();
      expect({ succeeded, changes }).toEqual({ succeeded: true, changes: { create: resourceCount } });
      expect(marksIn(output)).toEqual([]);
      expect(takeWrites()).toEqual([]);
    });

    it("creates each object as in the catalog's example", async () => {
      const { stack } = world();
      await stack.configure({}, configTexts(true));
      writeProgram(world());
      const { succeeded, changes, output } = await stack.up();
      expect({ succeeded, changes }).toEqual({ succeeded: true, changes: { create: resourceCount } });
      expect(marksIn(output)).toEqual([]);
      const created = createdBodies(world());
      for (const example of all) {
        const { resourceName } = example;
        expect([resourceName, created[resourceName]]).toEqual([resourceName, example.body(values)]);
      }
      await expectSecretsEncrypted();
    });

    it("outputs the login URL, as a secret, of connections without credentials", async () => {
      const stored = await world().stack.resources();
      for (const { entry, resourceName, waitsForLogin } of all) {
        if (entry.platform !== "airweave") continue;
        expect([resourceName, stored[resourceName]?.outputs]).toMatchObject([
          resourceName,
          waitsForLogin
            ? { status: "pending_auth", authUrl: cipher, claimToken: cipher }
            : { authMethod: "direct", authenticated: true },
        ]);
      }
    });

    it("changes nothing when it runs again, and encrypts secrets that the programs no longer mark", async () => {
      const { stack } = world();
      writeProgram(world(), (example) => example.programWithPlainSecrets(values));
      const { succeeded, changes, output } = await stack.up();
      expect({ succeeded, changes }).toEqual({ succeeded: true, changes: { same: resourceCount } });
      expect(marksIn(output)).toEqual([]);
      expect(takeWrites()).toEqual([]);
      await expectSecretsEncrypted();
    });

    it("has no drift, even after the login URLs have expired", async () => {
      const { stack } = world();
      ahead += 10 * 60_000;
      const { succeeded, changes, output } = await stack.refresh();
      expect({ succeeded, changes }).toEqual({ succeeded: true, changes: { same: resourceCount } });
      expect(marksIn(output)).toEqual([]);
      expect(takeWrites()).toEqual([]);
      await expectSecretsEncrypted();
    });

    it("leaves nothing behind after a destroy", async () => {
      const { platforms, stack } = world();
      expect(await stack.destroy()).toMatchObject({ succeeded: true, changes: { delete: resourceCount } });
      expect(await stack.resources()).toEqual({});
      const lists: readonly [PlatformName, string][] = [
        ["unstructured", "/api/v1/sources/"],
        ["unstructured", "/api/v1/destinations/"],
        ["aisquared", "/api/v1/connectors"],
        ["airweave", "/source-connections"],
        ["airweave", "/collections"],
      ];
      for (const [platform, path] of lists) {
        const { status, body } = await platforms[platform].ask("GET", path);
        expect([path, status, JSON.stringify(body)]).toEqual([
          path,
          200,
          expect.stringMatching(/^\[\]$|"data":\[\]/),
        ]);
      }
    });
  },
  {
    platform: "airweave",
    platformOptions: { now: () => Date.now() + ahead },
    beside: ["unstructured", "aisquared"],
  },
);
