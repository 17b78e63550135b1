import { formatSecretPath } from "../../../values/secret-paths";
import type { Path } from "../../../values/tree";
import type { NamedObject } from "./named-objects";
import { camelCase, inheritedKeys, unique } from "./words";

/** A secret that a program reads from the stack config. */
export interface ConfigSecret {
  readonly path: Path;
  /** The keys that lead to it: those of one object are below one key. What is JSON has a key of its own. */
  readonly key: readonly string[];
}

/** The secrets of one object. */
export interface SecretsOfObject {
  readonly named: NamedObject;
  readonly secrets: readonly { readonly path: Path; readonly isJson: boolean }[];
}

/** `invoices.secretAccessKey` or `invoicesHeaders`, as we form them: a manifest may have been changed by hand. */
const usableKey = /^[a-z][A-Za-z\d]*(\.[a-z][A-Za-z\d]*)?$/;

/** Gives each secret its key in the stack config: the one that it had, or else one after its resource and argument. */
export function configKeys(objects: readonly SecretsOfObject[]): ConfigSecret[][] {
  const keys = new Keys();
  const kept = objects.map(({ named, secrets }) =>
    secrets.map(({ path, isJson }) =>
      keys.keep(named.remembered?.configKeys[formatSecretPath(path)], isJson),
    ),
  );
  return objects.map(({ named, secrets }, index) => {
    const known = kept[index] ?? [];
    // A new secret of an object goes beside the others.
    const group = known.find((key) => key?.length === 2)?.[0];
    const ofObject = keys.ofObject(named, group);
    return secrets.map(({ path, isJson }, at) => ({ path, key: known[at] ?? ofObject(path, isJson) }));
  });
}

class Keys {
  /** The first parts, each with the second parts below it; none for a key that is a value itself. */
  private readonly groups = new Map<string, Set<string>>();

  /** Takes a key of an earlier export, if it is usable and free. */
  keep(text: string | undefined, isJson: boolean): readonly string[] | undefined {
    if (typeof text !== "string" || !usableKey.test(text)) return undefined;
    const key = text.split(".");
    const [group = "", leaf] = key;
    if (key.some((part) => inheritedKeys.includes(part)) || isJson !== (leaf === undefined)) return undefined;
    const leaves = this.groups.get(group);
    if (leaves !== undefined && (leaf === undefined || leaves.size === 0 || leaves.has(leaf)))
      return undefined;
    this.groups.set(group, new Set([...(leaves ?? []), ...(leaf === undefined ? [] : [leaf])]));
    return key;
  }

  /** Finds keys for new secrets of an object. */
  ofObject(
    { resource, definition }: NamedObject,
    known: string | undefined,
  ): (path: Path, isJson: boolean) => readonly string[] {
    let group = known;
    return (path, isJson) => {
      const short = String(path.at(-1) ?? "");
      if (isJson) {
        const key = this.free(camelCase(`${resource} ${short}`, "value"));
        this.groups.set(key, new Set());
        return [key];
      }
      group ??= this.newGroup(camelCase(resource, definition.noun), definition.noun);
      const leaves = this.groups.get(group) ?? new Set<string>();
      this.groups.set(group, leaves);
      const taken = new Set([...leaves, ...inheritedKeys]);
      const long = path.slice(1).map(String).join(" ");
      const leaf = unique(camelCase(taken.has(camelCase(short, "value")) ? long : short, "value"), taken);
      leaves.add(leaf);
      return [group, leaf];
    };
  }

  private newGroup(name: string, noun: string): string {
    const isTaken = this.groups.has(name) || inheritedKeys.includes(name);
    return this.free(isTaken ? camelCase(`${name} ${noun}`, noun) : name);
  }

  private free(name: string): string {
    return unique(name, new Set([...this.groups.keys(), ...inheritedKeys]));
  }
}
