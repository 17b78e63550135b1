import { refused } from "./errors";
import type { Fields } from "./requests";
import { titleOf, type Source } from "./sources";
import { normalised } from "./values";

/**
 * The configuration that the server stores for a given one. Source: docs/contracts/airweave.md, sections 3.3 and 4.
 *
 * @param given null is the same as nothing in it.
 * @param flags The features that the organization has.
 * @throws Refusal: 403 for a field whose feature the organization does not have, 422 for a value that the source does not take.
 */
export function storedConfig(source: Source, given: Fields | null, flags: readonly string[]): Fields {
  for (const [key, property] of Object.entries(source.config.properties)) {
    const flag = property["x-feature_flag"];
    if (flag !== undefined && !flags.includes(flag) && (given?.[key] ?? null) !== null) {
      throw refused(
        403,
        `The '${titleOf(key, property)}' feature requires the '${flag}' feature to be enabled for your organization. Please contact support to enable this feature.`,
      );
    }
  }
  const { values, problems } = normalised(source.config, given ?? {});
  if (problems.length > 0) throw refused(422, `Invalid config fields: ${problems.join("; ")}`);
  return { ...values, ...respelled(source, values) };
}

/** The credentials that the server stores. @throws Refusal with status 422. */
export function storedCredentials(source: Source, given: Fields): Fields {
  const { values, problems } = normalised(source.credentials, given);
  if (problems.length > 0) throw refused(422, `Invalid auth fields: ${problems.join("; ")}`);
  return values;
}

/** The values that a source writes in its own way. */
function respelled({ short_name }: Source, values: Fields): Fields {
  const { after_date: date, instance_url: host } = values;
  if ((short_name === "gmail" || short_name === "outlook_mail") && typeof date === "string") {
    return { after_date: date.replaceAll("-", "/") };
  }
  if (short_name === "salesforce" && typeof host === "string") {
    return { instance_url: host.replace(/^https?:\/\//, "") };
  }
  return {};
}
