import type { FastifyInstance } from "fastify";
import { refused } from "./errors";
import type { Airweave } from "./model";
import { isNullable, titleOf, typeOf, type ObjectSchema, type Property, type Source } from "./catalog";

/** The routes of source types. Source: docs/contracts/airweave.md, section 4. */
export function sourceRoutes(app: FastifyInstance, { settings, sources }: Airweave): void {
  app.get("/sources", () =>
    [...sources.values()]
      .filter(({ feature_flag: flag }) => flag === null || settings.featureFlags.includes(flag))
      .map(shownSource),
  );

  app.get("/sources/:short_name", ({ params }) => {
    const { short_name } = params as { short_name: string };
    const source = sources.get(short_name);
    if (source === undefined) throw refused(404, `Source not found: ${short_name}`);
    return shownSource(source);
  });
}

/** The catalog does not include the entities that a source yields, so their list is empty. */
function shownSource(source: Source): unknown {
  const { title, short_name } = source;
  return {
    name: title,
    description: source.description,
    auth_methods: source.auth_methods,
    oauth_type: source.oauth_type,
    requires_byoc: source.requires_byoc,
    auth_config_class: null,
    config_class: null,
    short_name,
    class_name: `${title.replace(/[^A-Za-z0-9]/g, "")}Source`,
    output_entity_definitions: [],
    labels: source.labels,
    supports_continuous: source.supports_continuous,
    federated_search: source.federated_search,
    supports_temporal_relevance: source.supports_temporal_relevance,
    supports_access_control: source.supports_access_control,
    supports_browse_tree: source.supports_browse_tree,
    rate_limit_level: source.rate_limit_level,
    feature_flag: source.feature_flag,
    auth_fields: { fields: shownFields(source.credentials, short_name === "sharepoint_online_app") },
    config_fields: { fields: shownFields(source.config, true) },
    supported_auth_providers: source.supported_auth_providers,
  };
}

/** @param marksSecrets Whether the server marks the secret fields, which it mostly does not for credentials. */
function shownFields({ properties, required = [] }: ObjectSchema, marksSecrets: boolean): unknown[] {
  return Object.entries(properties)
    .filter(([, property]) => property["x-hidden"] !== true)
    .map(([name, property]) => ({
      name,
      title: titleOf(name, property),
      description: property.description ?? null,
      type: shownType(property),
      required: required.includes(name),
      items_type: property.items?.type ?? null,
      feature_flag: property["x-feature_flag"] ?? null,
      is_secret: marksSecrets && property.writeOnly === true,
      enum_values: property.enum ?? null,
    }));
}

/** The server reports a nullable field as a string. */
function shownType(property: Property): string {
  const type = typeOf(property);
  if (isNullable(property)) return "string";
  return type === "integer" ? "number" : type;
}
