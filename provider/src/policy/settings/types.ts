import { catalogRoles, catalogTypes } from "../../catalog/entry";
import { nearest } from "../../catalog/nearest";
import type { ResourceDefinition } from "../../definition/definition";
import { kinds } from "../../kinds";
import type { Fields } from "../../values/fields";
import type { ConnectorResource, ConnectorRole } from "../connector";
import { matchesAny } from "../patterns";
import { didYouMean, listSetting, type ItemProblem, type Setting } from "./setting";

/** A connector type of the catalog. */
interface KnownType {
  readonly platform: string;
  readonly role: string;
  readonly type: string;
}

let known: readonly KnownType[] | undefined;

/** All types of the catalog, listed once per process. */
function knownTypes(): readonly KnownType[] {
  const platforms = new Set(kinds.filter(({ config }) => config).map(({ platform }) => platform.name));
  known ??= [...platforms].flatMap((platform) =>
    catalogRoles(platform).flatMap((role) =>
      catalogTypes(`${platform}/${role}`).map((type) => ({ platform, role, type })),
    ),
  );
  return known;
}

/** Whether a connector type is in a list. Its items are spelled with or without the platform, and may have wildcards. */
export function isTypeIn(names: readonly string[], platform: string, type: string): boolean {
  return matchesAny(type, names) || matchesAny(`${platform}/${type}`, names);
}

/** A setting that lists connector types. @param role Of the types; undefined for all. */
export function typesSetting(
  description: string,
  role: ConnectorRole | undefined,
  wrap: (itemProblem: ItemProblem) => ItemProblem = (itemProblem) => itemProblem,
): Setting {
  return listSetting(
    description,
    wrap((item, settings) => typeProblem(item, role, settings)),
  );
}

/** The same for where data begins (`source`) or ends. There, kinds without types count as types: `airweave/Collection`. */
export function endTypesSetting(description: string, role: ConnectorRole): Setting {
  return listSetting(description, (item, settings) =>
    typeProblem(item, role, settings, [...knownTypes(), ...kindsAsTypes()]),
  );
}

/** The kinds without types in which data begins or ends. */
function kindsAsTypes(): KnownType[] {
  const flows = { from: "source", to: "destination", none: undefined } as const;
  return kinds.filter(isEndWithoutType).flatMap(({ kind, platform }) => {
    const roles = new Set(
      kinds.flatMap(({ references = [] }) =>
        references.filter((each) => each.kind === kind).map(({ flow }) => flows[flow]),
      ),
    );
    return [...roles].flatMap((role) =>
      role === undefined ? [] : { platform: platform.name, role, type: kindAsType(kind) },
    );
  });
}

/** Whether objects of a kind have no type, and hand no data on. */
function isEndWithoutType({ config, references = [] }: ResourceDefinition): boolean {
  return config === undefined && references.every(({ flow }) => flow === "none");
}

function kindAsType(kind: string): string {
  return kind.slice(kind.indexOf(".") + 1);
}

/** The type of a resource as such a setting names it; undefined if the resource only hands data on, or if its type is unknown. */
export function endTypeOf({ definition, type }: ConnectorResource): string | undefined {
  return isEndWithoutType(definition) ? kindAsType(definition.kind) : type;
}

/** The setting that names types that the catalog does not know. */
export const otherTypesSetting: Setting = listSetting(
  "Types newer than the catalog, which the other settings may name.",
  (item) => (item.includes("*") ? `"${item}" is a pattern; name each type` : undefined),
);

/** What is wrong with the name or pattern of a type; undefined if it matches a known one. */
function typeProblem(
  item: string,
  role: ConnectorRole | undefined,
  settings: Fields,
  types = knownTypes(),
): string | undefined {
  const matches = ({ platform, type }: KnownType): boolean => isTypeIn([item], platform, type);
  const isRight = types.some((each) => (role === undefined || each.role === role) && matches(each));
  if (isRight || isOtherType(item, settings.otherTypes)) return undefined;
  const noun = role ?? "connector";
  const problem = item.includes("*")
    ? `"${item}" matches no ${noun} type`
    : `${noun === "connector" ? "there is no connector" : `there is no ${noun}`} type "${item}"`;
  const other = role && types.find(matches)?.role;
  if (other !== undefined) return `${problem}, only ${other} types; correct or remove it`;
  const meant = nearestType(item, role === undefined ? types : types.filter((each) => each.role === role));
  return `${problem}${didYouMean(meant) || ";"} ${meant === undefined ? "add" : "Add"} a type newer than this release to otherTypes`;
}

function isOtherType(item: string, others: unknown): boolean {
  if (!Array.isArray(others)) return false;
  const names = others.filter((name) => typeof name === "string");
  const bare = (name: string): string => name.slice(name.indexOf("/") + 1);
  return names.some((name) => {
    const platforms = name.includes("/") ? [] : [...new Set(knownTypes().map(({ platform }) => platform))];
    const spellings = [name, bare(name), ...platforms.map((platform) => `${platform}/${name}`)];
    return spellings.some((spelling) => matchesAny(spelling, [item]));
  });
}

/** The name that was probably meant. Wildcards do not count, but for one that stands for all types of a platform. */
function nearestType(item: string, types: readonly KnownType[]): string | undefined {
  const slash = item.indexOf("/");
  const names = (of: readonly KnownType[]): string[] => of.map(({ type }) => type);
  if (slash < 0) return nearestName(item, names(types));
  const [platform, type] = [item.slice(0, slash), item.slice(slash + 1)];
  const meant = platform.includes("*")
    ? platform
    : nearest(platform, [...new Set(types.map((each) => each.platform))]);
  if (meant === undefined) return nearestName(type, names(types));
  const below = types.filter((each) => matchesAny(each.platform, [meant]));
  if (matchesSome(type, below)) return `${meant}/${type}`;
  const name = nearestName(type, names(below));
  if (name !== undefined) return `${meant}/${name}`;
  // The type may be one of another platform.
  return types.find((each) => matchesAny(each.type, [type]))?.type;
}

function matchesSome(type: string, types: readonly KnownType[]): boolean {
  return types.some((each) => matchesAny(each.type, [type]));
}

/** Compares the beginning of a name with a pattern that ends with a wildcard. */
function nearestName(pattern: string, names: readonly string[]): string | undefined {
  const text = pattern.replaceAll("*", "");
  if (text === "") return undefined;
  if (!pattern.endsWith("*")) return nearest(text, names);
  const meant = nearest(
    text,
    names.map((name) => name.slice(0, text.length)),
  );
  return nearest(text, names) ?? names.find((name) => meant !== undefined && name.startsWith(meant));
}
