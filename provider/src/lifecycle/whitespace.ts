import { catalogPropertyAt, formatOf } from "../catalog/property";
import { configEntry } from "../definition/config-entry";
import type { ResourceDefinition } from "../definition/definition";
import { allSecrets } from "../secrets/all-secrets";
import type { Fields } from "../values/fields";
import { formatPath, visitLeaves, type Path } from "../values/tree";

const atLineBreak = /^[\r\n]|[\r\n]$/;
const atBlank = /^\s|\s$/;
const addressFormats: readonly (string | undefined)[] = ["uri", "hostname", "email"];
const address = /^\s*[a-z][a-z0-9+.-]*:\/\/\S*\s*$/i;
const namesHost = /(?:^|_)(?:hosts?|hostname|servers?|endpoint|url|uri)$/i;

/**
 * Finds addresses that begin or end with a blank, and addresses and secrets that begin or end with a line break, as values from files do:
 * the platforms store them so, and fail later. A text of several lines may end in one, and so may JSON. Unknown values pass.
 *
 * @param declared The arguments among the inputs, with values in place of references.
 */
export function whitespaceProblems(
  definition: ResourceDefinition,
  inputs: Fields,
  declared: Fields,
): string[] {
  const found: { readonly leaf: string; readonly path: Path }[] = [];
  visitLeaves(declared, (leaf, path) => {
    if (typeof leaf === "string" && atBlank.test(leaf) && !isText(leaf.trim())) found.push({ leaf, path });
  });
  if (found.length === 0) return [];
  const secrets = allSecrets(definition, inputs);
  const entry = configEntry(definition, inputs);
  return found.flatMap(({ leaf, path }) => {
    const [argument, ...below] = path;
    const isSetting = argument === definition.config?.field && below.length > 0;
    const format = isSetting ? formatOf(catalogPropertyAt(entry, below)) : undefined;
    const isAddress = addressFormats.includes(format) || address.test(leaf);
    const isSensitive = isAddress || secrets.covers(path) || namesHost.test(String(path.at(-1)));
    if (isSensitive && atLineBreak.test(leaf)) {
      return `${formatPath(path)}: begins or ends with a line break, as values from files do; remove it, for example with .trim()`;
    }
    return isAddress ? `${formatPath(path)}: begins or ends with a blank; remove it` : [];
  });
}

/** Whether line breaks and blanks around a text mean nothing: it is JSON, a key in PEM form, or has several lines. */
function isText(trimmed: string): boolean {
  return trimmed === "" || /[\r\n]/.test(trimmed) || /^(?:[{[]|-----BEGIN )/.test(trimmed);
}
