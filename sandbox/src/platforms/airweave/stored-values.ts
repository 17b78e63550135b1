import type { JsonObject } from "../../json-object";
import { refused } from "./errors";
import { titleOf, type Source } from "./catalog";
import { coerceObject } from "./coercion";

/**
 * The configuration as the server stores it. Source: docs/contracts/airweave.md, sections 3.3 and 4.
 *
 * @param given null is equivalent to an empty object.
 * @param flags The features enabled for the organization.
 * @throws Refusal with status 403 for a field whose feature is not enabled, 422 for an invalid value.
 */
export function storedConfig(source: Source, given: JsonObject | null, flags: readonly string[]): JsonObject {
  for (const [key, property] of Object.entries(source.config.properties)) {
    const flag = property["x-feature_flag"];
    if (flag !== undefined && !flags.includes(flag) && (given?.[key] ?? null) !== null) {
      throw refused(
        403,
        `The '${titleOf(key, property)}' feature requires the '${flag}' feature to be enabled for your organization. Please contact support to enable this feature.`,
      );
    }
  }
  const { values, problems } = coerceObject(source.config, given ?? {});
  if (problems.length > 0) throw refused(422, `Invalid config fields: ${problems.join("; ")}`);
  return { ...values, ...normalizedBySource(source, values) };
}

/** The credentials as the server stores them. @throws Refusal with status 422. */
export function storedCredentials(source: Source, given: JsonObject): JsonObject {
  const { values, problems } = coerceObject(source.credentials, given);
  if (problems.length > 0) throw refused(422, `Invalid auth fields: ${problems.join("; ")}`);
  return values;
}

/** The values that some sources normalize. */
function normalizedBySource({ short_name }: Source, values: JsonObject): JsonObject {
  const { after_date: date, instance_url: host } = values;
  if ((short_name === "gmail" || short_name === "outlook_mail") && typeof date === "string") {
    return { after_date: date.replaceAll("-", "/") };
  }
  if (short_name === "salesforce" && typeof host === "string") {
    return { instance_url: host.replace(/^https?:\/\//, "") };
  }
  return {};
}
