import { catalogPropertyAt, formatOf } from "../catalog/property";
import { configEntry } from "../definition/config-entry";
import type { ResourceDefinition } from "../definition/definition";
import { allSecrets } from "../secrets/known-secrets";
import type { Fields } from "../values/fields";
import { formatPath, visitLeaves } from "../values/tree";

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
  const secrets = allSecrets(definition, inputs);
  const entry = configEntry(definition, inputs);
  const problems: string[] = [];
  visitLeaves(declared, (leaf, path) => {
    if (typeof leaf !== "string" || !atBlank.test(leaf) || isText(leaf.trim())) return;
    const [argument, ...below] = path;
    const isSetting = argument === definition.config?.field && below.length > 0;
    const format = isSetting ? formatOf(catalogPropertyAt(entry, below)) : undefined;
    const isAddress = addressFormats.includes(format) || address.test(leaf);
    const isSensitive = isAddress || secrets.covers(path) || namesHost.test(String(path.at(-1)));
    if (isSensitive && atLineBreak.test(leaf)) {
      problems.push(
        `${formatPath(path)}: begins or ends with a line break, as values from files do; remove it, for example with .trim()`,
      );
    } else if (isAddress) {
      problems.push(`${formatPath(path)}: begins or ends with a blank; remove it`);
    }
  });
  return problems;
}

/** Whether line breaks and blanks around a text mean nothing: it is JSON, a key in PEM form, or has several lines. */
function isText(trimmed: string): boolean {
  return trimmed === "" || /[\r\n]/.test(trimmed) || /^(?:[{[]|-----BEGIN )/.test(trimmed);
}
