import { runInNewContext } from "node:vm";
import { transformSync } from "@swc/core";
import type { Plugin } from "prettier";
import { check } from "prettier/standalone";
import * as babel from "prettier/plugins/babel";
import * as estree from "prettier/plugins/estree";
import * as typescript from "prettier/plugins/typescript";
import * as yaml from "prettier/plugins/yaml";
import { z } from "zod";
import type { Inventory, InventoryObject } from "../../provider/src/inventory/inventory";
import { kinds } from "../../provider/src/kinds";

/** A resource that a generated program declares. */
export interface DeclaredResource {
  readonly kind: string;
  readonly name: string;
  /** Undefined for one that is only read. */
  readonly args: Readonly<Record<string, unknown>> | undefined;
  readonly options: Readonly<Record<string, unknown>>;
}

/** What stands for a secret of the stack config in the arguments. */
export function secretOf(key: string): string {
  return `<secret ${key}>`;
}

/** What stands for a type that the program names by `otherType`. */
export function other(type: unknown): string {
  return `<other type ${String(type)}>`;
}

/** Runs the modules of a generated project with stand-ins for the package, and returns what it declares, in that order. */
export function declaredBy(files: ReadonlyMap<string, string>, { objects }: Inventory): DeclaredResource[] {
  const declared: DeclaredResource[] = [];
  const packages: Readonly<Record<string, unknown>> = {
    "pulumi-connectors": { ...platforms(declared, objects), otherType: other },
    "pulumi-connectors/stack-config": {
      z,
      secret: (schema: unknown) => ({ secret: schema }),
      loadStackConfig: (schema: z.ZodObject) => secretsIn(schema, []),
    },
  };
  const loaded = new Map<string, object>();
  const load = (path: string): object => {
    const known = loaded.get(path);
    if (known !== undefined) return known;
    const text = files.get(path);
    if (text === undefined) throw new Error(`there is no module ${path}`);
    const exports = {};
    loaded.set(path, exports);
    const { code } = transformSync(text, {
      jsc: { parser: { syntax: "typescript" }, target: "es2022" },
      module: { type: "commonjs" },
    });
    const require = (name: string): unknown => packages[name] ?? load(`${name.replace(/^\.\//, "")}.ts`);
    runInNewContext(code, { exports, require });
    return exports;
  };
  load("index.ts");
  return declared;
}

/** The platforms' classes, which note what is made of them. */
function platforms(declared: DeclaredResource[], objects: readonly InventoryObject[]): object {
  const byPlatform: Record<string, Record<string, unknown>> = {};
  for (const { kind } of kinds) {
    const [platform = "", name = ""] = kind.split(".");
    const construct = function (
      resource: string,
      args: object,
      options: { readonly adopt?: string },
    ): object {
      declared.push({ kind, name: resource, args: plain(args), options: plain(options) });
      const object = objects.find((each) => each.kind === kind && each.id === options.adopt);
      return { ...object?.fields, id: object?.id };
    };
    const get = (resource: string, id: string, options: object = {}): void => {
      declared.push({ kind, name: resource, args: undefined, options: { ...plain(options), id } });
    };
    (byPlatform[platform] ??= {})[name] = Object.assign(construct, { get });
  }
  return byPlatform;
}

/** A copy whose objects and lists are of this realm. Unlike JSON it keeps -0 and a key named `__proto__`. */
function plain(value: object): Record<string, unknown> {
  const copy = (each: unknown): unknown => {
    if (Array.isArray(each)) return Array.from(each, copy);
    if (typeof each !== "object" || each === null) return each;
    return Object.fromEntries(Object.entries(each).map(([key, item]) => [key, copy(item)]));
  };
  return copy(value) as Record<string, unknown>;
}

function secretsIn(schema: z.ZodObject, path: readonly string[]): object {
  const shape = schema.def.shape as Readonly<Record<string, z.ZodObject | { readonly secret: unknown }>>;
  return Object.fromEntries(
    Object.entries(shape).map(([key, each]) => [
      key,
      "secret" in each ? secretOf([...path, key].join(".")) : secretsIn(each, [...path, key]),
    ]),
  );
}

/** The files that Prettier would write otherwise. */
export async function unformatted(files: ReadonlyMap<string, string>): Promise<string[]> {
  const plugins = [babel, estree as Plugin, typescript, yaml];
  const parsers: Readonly<Record<string, string>> = { ts: "typescript", json: "json", yaml: "yaml" };
  const found: string[] = [];
  for (const [path, text] of files) {
    const parser = parsers[path.split(".").at(-1) ?? ""];
    const isFormatted = parser === undefined || (await check(text, { parser, plugins }));
    if (!isFormatted) found.push(path);
  }
  return found;
}
