import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import type { CatalogProperty } from "../../../provider/src/catalog/entry";
import { repository } from "../../harness/project";
import { referenceEntries } from "../../harness/reference-pages";

const entries = referenceEntries();

/** The types of the catalog, with the names of their pages. */
function catalogTypes(): string[] {
  const files = readdirSync(join(repository, "provider", "catalog"), { recursive: true, encoding: "utf8" });
  return files.flatMap((file) => {
    const [, platform, role, type] = /^(\w+)[\\/](\w+)[\\/](.+)\.json$/.exec(file) ?? [];
    return type === undefined ? [] : [`${platform}-${role}s-${type}`];
  });
}

/** The expected fields, and whether each is secret. */
function expectedRows(
  properties: Readonly<Record<string, CatalogProperty>>,
  prefix = "",
): [string, boolean][] {
  return Object.entries(properties).flatMap(([key, property]): [string, boolean][] => [
    [prefix + key, property.writeOnly === true],
    ...expectedRows(property.properties ?? {}, `${prefix}${key}.`),
  ]);
}

/** The fields in all tables of an entry, and whether each is marked as secret. */
function rowsOf(text: string): [string, boolean][] {
  return [...text.matchAll(/^\| `([\w.-]+)` *\| (.*) \|$/gm)]
    .map(([, field = "", cells = ""]): [string, string[]] => [field, cells.split(/(?<!\\)\|/)])
    .filter(([, [type]]) => type?.trim() !== "Type")
    .map(([field, [, , secret]]) => [field, secret?.trim() === "yes"]);
}

describe("the reference pages", () => {
  it("have one entry with one program for each type of the catalog", () => {
    expect(entries.map(({ name }) => name).sort()).toEqual(catalogTypes().sort());
    expect(entries.filter(({ programs }) => programs.length !== 1).map(({ name }) => name)).toEqual([]);
  });

  it.each(entries)("list all fields of $name, and which are secret", ({ text, schema }) => {
    const facts = schema["x-source"] as { direct_credentials: boolean } | undefined;
    const { credentials } = (schema.$defs ?? {}) as Record<string, typeof schema | undefined>;
    expect(rowsOf(text)).toEqual([
      ...expectedRows(schema.properties),
      ...(facts?.direct_credentials ? expectedRows(credentials?.properties ?? {}) : []),
    ]);
  });

  it("contain no secret in a program", () => {
    // Secrets in the catalog's examples are recognizable as placeholders.
    const leaking = entries.filter(({ programs }) => /not-a-real|password"?: "/.test(programs.join()));
    expect(leaking.map(({ name }) => name)).toEqual([]);
  });

  it("use unique resource names, and unique stack config keys per page", () => {
    const names = entries.flatMap(({ platform, role, programs: [program = ""] }) => [
      ...[...program.matchAll(/ new \w+\.\w+\("(.*?)"/g)].map(([, name]) => name),
      ...[...program.matchAll(/config\.require.*?\("(.*?)"\)/g)].map(
        ([, name]) => `${platform}/${role}: ${name}`,
      ),
    ]);
    expect(names.filter((name, index) => names.indexOf(name) < index)).toEqual([]);
  });

  it("treat each stack config key as secret everywhere or nowhere", () => {
    const programs = entries.flatMap((entry) => entry.programs).join("\n");
    const names = (getter: RegExp): (string | undefined)[] =>
      [...programs.matchAll(getter)].map(([, name]) => name);
    const secret = new Set(names(/config\.requireSecret.*?\("(.*?)"\)/g));
    expect(names(/config\.require\("(.*?)"\)/g).filter((name) => secret.has(name))).toEqual([]);
  });
});
