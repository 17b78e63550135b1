import { basename, dirname } from "node:path";
import { catalogRoles, catalogTypes } from "./entry";
import { nearest, related } from "./nearest";

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
  const unknown = `unknown ${platform} ${role} type`;
  const newer = 'a type newer than this release, use otherType("...")';
  const others = catalogRoles(catalog).filter((name) => name !== role);
  const other = others.find((name) => catalogTypes(`${catalog}/${name}`).includes(type));
  if (other !== undefined) return `${unknown} (it is a ${other} type); for ${newer}`;
  const ofOthers = others.map((name) => [suggestion(type, catalogTypes(`${catalog}/${name}`)), name]);
  const [elsewhere, otherRole] = ofOthers.find(([name]) => name !== undefined) ?? [];
  const meant =
    suggestion(type, known) ??
    (elsewhere && `${elsewhere}, which is a ${otherRole} type and no ${role} type`);
  return meant === undefined ? `${unknown}; for ${newer}` : `${unknown}; did you mean ${meant}? For ${newer}`;
}

/** The most types that a message suggests: of more, none is likely. */
const mostSuggestions = 4;

/** The type that is spelled almost so; otherwise those of which the given one is a part, such as `kafka` of `kafka-cloud`. */
function suggestion(type: string, known: readonly string[]): string | undefined {
  const similar = nearest(type, known);
  if (similar !== undefined) return similar;
  const names = related(type, known);
  return names.length > 0 && names.length <= mostSuggestions ? names.join(" or ") : undefined;
}
