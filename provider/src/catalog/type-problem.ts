import { basename, dirname } from "node:path";
import { catalogRoles, catalogTypes } from "./entry";
import { nearest } from "./nearest";

/**
 * What is wrong with a connector type that the catalog does not describe, and what to write; undefined if it does. Without the type
 * itself, which may be anything that a program has mixed up.
 *
 * @param folder Below `catalog/`: `platform/source`.
 * @param platform How messages call the platform.
 */
export function typeProblem(folder: string, type: string, platform: string): string | undefined {
  const known = catalogTypes(folder);
  if (known.includes(type)) return undefined;
  const [catalog, role] = [dirname(folder), basename(folder)];
  const other = catalogRoles(catalog).find((name) => catalogTypes(`${catalog}/${name}`).includes(type));
  const meant = nearest(type, known);
  const hint =
    other === undefined ? (meant === undefined ? "" : `; did you mean ${meant}?`) : `; it is a ${other}`;
  const end = hint.endsWith("?") ? "" : ";";
  return `${platform} has no such ${role}${hint}${end} for one newer than this release write otherType("...")`;
}
