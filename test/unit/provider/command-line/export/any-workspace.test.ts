import { expect, it } from "@jest/globals";
import fc from "fast-check";
import { generateProject } from "../../../../../provider/src/command-line/export/code";
import type { ResourceDefinition } from "../../../../../provider/src/definition/definition";
import type { InventoryObject } from "../../../../../provider/src/inventory/inventory";
import { kinds } from "../../../../../provider/src/kinds";
import { isEqual } from "../../../../../provider/src/values/fields";
import { parseSecretPath } from "../../../../../provider/src/values/secret-paths";
import { declaredBy, other, unformatted, type DeclaredResource } from "../../../../harness/generated-program";
import { anyWorkspace } from "../../../../harness/random-inventory";

const definitions = new Map(kinds.map((definition) => [definition.kind, definition]));
const runs = Number(process.env.EXPORT_RUNS ?? 8);

function definitionOf(kind: string): ResourceDefinition {
  const definition = definitions.get(kind);
  if (definition === undefined) throw new Error(`there is no kind ${kind}`);
  return definition;
}

/** What a resource declares besides secrets, with the name and type of the platform. */
function saidBy({ kind, name, args = {} }: DeclaredResource, { fields }: InventoryObject): object {
  const { name: nameField, config, arguments: all } = definitionOf(kind);
  const typeField = config?.typeField ?? "";
  const type = args[typeField] === other(fields[typeField]) ? { [typeField]: fields[typeField] } : {};
  const said = withoutSecrets(
    { ...(nameField && { [nameField.field]: name }), ...args, ...type },
    Object.keys(all),
  );
  // The login of a source that has one kind of login only is declared, though no platform shows any of it.
  const entries = Object.entries(said).filter(([key, value]) => key in fields || !isHollow(value));
  return Object.fromEntries(entries);
}

/** Whether it is an object with nothing in it, at any depth. */
function isHollow(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.values(value).every(isHollow);
}

function withoutSecrets(fields: object, names: readonly string[]): object {
  const isSecret = (value: unknown): boolean => typeof value === "string" && /^<secret [\w.]+>$/.test(value);
  const kept = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(kept);
    if (typeof value === "string") return withoutOther(value);
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).filter(([, item]) => !isSecret(item));
    return Object.fromEntries(entries.map(([key, item]) => [key, kept(item)]));
  };
  return kept(Object.fromEntries(Object.entries(fields).filter(([name]) => names.includes(name)))) as object;
}

/** The type itself, where `otherType` names it. */
function withoutOther(text: string): string {
  const [before = "", after = ""] = other("|").split("|");
  return text.startsWith(before) ? text.slice(before.length, -after.length) : text;
}

/** What the inventory says of the arguments, without what it calls secret. */
function argumentsOf({ kind, fields, secrets }: InventoryObject): Record<string, unknown> {
  const { arguments: all, config } = definitionOf(kind);
  const shown = Object.fromEntries(Object.entries(fields).filter(([name]) => Object.hasOwn(all, name)));
  const hidden = secrets.map(parseSecretPath).map(([, key]) => key);
  const field = config?.field ?? "";
  return config === undefined
    ? shown
    : {
        ...shown,
        [field]: Object.fromEntries(
          Object.entries(shown[field] as object).filter(([key]) => !hidden.includes(key)),
        ),
      };
}

it(`any workspace becomes a program that says exactly what it has (${runs} runs)`, async () => {
  await fc.assert(
    fc.asyncProperty(anyWorkspace, async (inventory) => {
      const project = await generateProject(inventory, { project: "demo", unmanaged: false });
      const declared = declaredBy(project.files, inventory);
      expect(declared).toHaveLength(inventory.objects.length);
      for (const resource of declared) {
        const object = inventory.objects.find(
          ({ kind, id }) => kind === resource.kind && id === resource.options.adopt,
        );
        if (object === undefined) throw new Error("a resource adopts nothing of the workspace");
        const said = saidBy(resource, object);
        // What this release refuses, such as an id that the platform would not make, stays as it is.
        const all = argumentsOf(object);
        const isLeftOut = (name: string): boolean =>
          !(name in said) && definitionOf(object.kind).arguments[name]?.unmanagedIfAbsent === true;
        for (const name of Object.keys(all).filter(isLeftOut)) {
          expect(project.notes.join("\n")).toContain(`${name} is left out`);
        }
        const meant = Object.fromEntries(Object.entries(all).filter(([name]) => !isLeftOut(name)));
        if (!isEqual(said, meant)) expect(said).toEqual(meant);
        expect(resource.options.protect).toBe(true);
      }
      const names = declared.map(({ kind, name }) => `${kind} ${name}`);
      expect(new Set(names).size).toBe(names.length);
      for (const command of project.secretCommands) {
        expect(command).toMatch(
          /^pulumi config set --secret (--path '[a-zA-Z]\w*\.[a-zA-Z]\w*'|[a-zA-Z]\w*)$/,
        );
      }
      expect(new Set(project.secretCommands).size).toBe(project.secretCommands.length);
      for (const note of project.notes) expect(note).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      expect([...project.files.values()].join("")).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u2028\u2029]/);
      expect(await unformatted(project.files)).toEqual([]);
      // Again, after everything was renamed and turned round.
      const renamed = inventory.objects.map((each, index) => ({
        ...each,
        fields: { ...each.fields, name: `renamed ${index}` },
      }));
      const manifest = { version: 1 as const, entries: project.manifest, files: {} };
      const again = await generateProject(
        { version: 1, objects: renamed.reverse() },
        { project: "demo", unmanaged: false, manifest },
      );
      expect(again.manifest).toEqual(project.manifest);
      expect(again.secretCommands).toEqual(project.secretCommands);
    }),
    { numRuns: runs },
  );
});
