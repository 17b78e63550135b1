import { basename, dirname } from "node:path";
import { catalogRoles, catalogTypes } from "./entry";
import { nearest } from "./nearest";

/**
 * Says what to do about a connector type that the catalog does not know; undefined if it does. The message does not repeat the
 * type: a program that mixed up its arguments may have passed a secret.
 *
 * @param folder Folder in `catalog/`: `platform/source`.
 * @param platform Display name of the platform.
 */
export function typeProblem(folder: string, type: string, platform: string): string | undefined {
  const known = catalogTypes(folder);
  if (known.includes(type)) return undefined;
  const [catalog, role] = [dirname(folder), basename(folder)];
  const other = catalogRoles(catalog).find((name) => catalogTypes(`${catalog}/${name}`).includes(type));
  const meant = nearest(type, known);
  const unknown = `unknown ${platform} ${role} type`;
  const newer = 'a type newer than this release, use otherType("...")';
  if (other !== undefined) return `${unknown} (it is a ${other} type); for ${newer}`;
  return meant === undefined ? `${unknown}; for ${newer}` : `${unknown}; did you mean ${meant}? For ${newer}`;
}
