import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { catalogTypes } from "../../../../provider/src/catalog/entry";
import type { ResourceDefinition } from "../../../../provider/src/definition/definition";
import { inventoryObject } from "../../../../provider/src/inventory/inventory-object";
import { kinds } from "../../../../provider/src/kinds";
import { connectorDefinition } from "../../../../provider/src/platforms/aisquared/connector";
import { modelDefinition } from "../../../../provider/src/platforms/aisquared/model";
import { syncDefinition } from "../../../../provider/src/platforms/aisquared/sync";
import { sourceConnectionDefinition } from "../../../../provider/src/platforms/airweave/source-connection";
import { destinationDefinition } from "../../../../provider/src/platforms/unstructured/destination";
import { sourceDefinition } from "../../../../provider/src/platforms/unstructured/source";
import { withPlaceholders } from "../../../../provider/src/inventory/placeholders";
import { described, type Schema } from "../../../harness/catalog-schemas";
import { randomConfig, canary } from "../../../harness/random-config";

type Fields = Readonly<Record<string, unknown>>;

const source = (type: string, config: Fields): ReturnType<typeof inventoryObject> =>
  inventoryObject(sourceDefinition, { id: "1", name: "n", type, config, createdAt: "t", updatedAt: "u" });

describe("an object of an inventory", () => {
  it("has what the catalog knows to be public, in a fixed order, and the paths of the rest", () => {
    const config = {
      secret: "**********",
      recursive: true,
      new_key: 1,
      anonymous: null,
      remote_url: "s3://b/",
      key: "shown",
    };
    const object = source("s3", config);
    expect(object).toEqual({
      kind: "unstructured.Source",
      id: "1",
      fields: { name: "n", type: "s3", config: { recursive: true, remote_url: "s3://b/" }, createdAt: "t" },
      secrets: ["config.key", "config.secret"],
      unknown: ["config.new_key"],
    });
    const reversed = Object.fromEntries(Object.entries(config).reverse());
    expect(JSON.stringify(source("s3", reversed))).toBe(JSON.stringify(object));
  });

  it("has of a type that the catalog lacks no value of the configuration", () => {
    expect(source("brand-new", { host: "h", "a.b": { c: 1 }, unset: null })).toMatchObject({
      fields: { config: {} },
      secrets: ["config.a\\.b", "config.host"],
      unknown: [],
      isOtherType: true,
    });
  });

  it("leaves out the secrets in other arguments, which a platform may show in the clear", () => {
    const embedding_config = { model: "small", api_key: "PLANTEDembedding7" };
    const model = inventoryObject(modelDefinition, {
      ...{ id: "1", name: "n", connectorId: "7", queryType: "vector_search", primaryKey: "id" },
      configuration: { harvesters: [], json_schema: {}, embedding_config },
    });
    expect(model).toMatchObject({
      fields: { connectorId: "7", configuration: { harvesters: [], embedding_config: { model: "small" } } },
      secrets: ["configuration.embedding_config.api_key"],
    });
    const sync = inventoryObject(syncDefinition, {
      id: "1",
      configuration: [
        { from: "id", to: "id", mapping_type: "standard" },
        { from: "text", to: "vector", mapping_type: "vector", embedding_config },
      ],
    });
    expect(sync.secrets).toEqual(["configuration.1.embedding_config.api_key"]);
    expect(JSON.stringify([model, sync])).not.toContain("PLANTED");
    expect(withPlaceholders(sync, "mask")).toMatchObject({
      configuration: [{ from: "id" }, { embedding_config: { model: "small", api_key: "mask" } }],
    });
  });

  it("leaves out exactly the secret leaves of nested values, and keys that the catalog does not list there", () => {
    const configuration = {
      host: "h",
      port: "5432",
      database: "d",
      schema: "s",
      credentials: { auth_type: "username/password", username: "u", password: "hunter2", extra: "hunter3" },
    };
    const named = { name: "n", connectorType: "source", connectorName: "Postgresql" };
    const object = inventoryObject(connectorDefinition, { id: "1", ...named, configuration });
    expect(JSON.stringify(object)).not.toContain("hunter");
    expect(object.secrets).toEqual(["configuration.credentials.password"]);
    expect(object.unknown).toEqual(["configuration.credentials.extra"]);
    expect(object.fields.configuration).toMatchObject({
      credentials: { auth_type: "username/password", username: "u" },
    });
  });

  it("takes for secret what looks masked or holds a credential where the catalog expects none", () => {
    const object = inventoryObject(destinationDefinition, {
      id: "1",
      name: "n",
      type: "elasticsearch",
      config: {
        hosts: ["https://a.example.com", "https://user:hunter2@b.example.com"],
        index_name: "**********",
      },
    });
    expect(object.fields.config).toEqual({ hosts: ["https://a.example.com", null] });
    expect(object.secrets).toEqual(["config.hosts.1", "config.index_name"]);
    const described = inventoryObject(connectorDefinition, {
      ...{ id: "1", name: "n", connectorType: "source", connectorName: "Postgresql", configuration: {} },
      description: "the password is password=hunter2",
    });
    expect(described.fields).not.toHaveProperty("description");
    expect(described.secrets).toEqual(["description"]);
  });

  it("takes a reference in place of a secret for the secret, and an asterisk for itself", () => {
    const type = "google_drive";
    const config = { drive_id: "d", service_account_key: { id: "x", type: "rsa" }, extensions: ["*"] };
    expect(source(type, config)).toMatchObject({
      fields: { config: { drive_id: "d", extensions: ["*"] } },
      secrets: ["config.service_account_key"],
    });
  });

  it("has none of the outputs that are secret, or change although nobody has changed the object", () => {
    const object = inventoryObject(sourceConnectionDefinition, {
      ...{ id: "1", name: "mails", shortName: "stripe", readableCollectionId: "c", config: {} },
      ...{
        status: "pending_auth",
        authMethod: "oauth_browser",
        authenticated: false,
        authProvider: undefined,
      },
      ...{
        authUrl: "https://hunter2",
        claimToken: "hunter2",
        authUrlExpires: "x",
        modifiedAt: "x",
        cron: null,
      },
    });
    expect(Object.keys(object.fields)).toEqual([
      ...["name", "shortName", "readableCollectionId", "config", "authMethod", "authenticated"],
    ]);
  });

  /** Every type of the catalog, with the fields that say which it is. */
  const types: [ResourceDefinition, string, Fields][] = kinds.flatMap((definition) =>
    definition.config === undefined
      ? []
      : (definition.config.roleField === undefined
          ? [{}]
          : [{ connectorType: "source" }, { connectorType: "destination" }]
        ).flatMap((role: Fields) => {
          const folder = definition.config?.catalog(role) ?? "";
          return catalogTypes(folder).map((type): [ResourceDefinition, string, Fields] => [
            definition,
            folder,
            { ...role, [definition.config?.typeField ?? ""]: type },
          ]);
        }),
  );

  const schemas = new Map<string, ReadonlyMap<string, Schema>>();
  const schemasOf = (folder: string): ReadonlyMap<string, Schema> => {
    const found = schemas.get(folder) ?? new Map(described(`provider/catalog/${folder}`));
    schemas.set(folder, found);
    return found;
  };

  it("shows no secret of any type that the catalog describes, and a placeholder has the place of each", () => {
    expect(types.length).toBeGreaterThan(100);
    for (const [definition, folder, fields] of types) {
      const { field = "", typeField = "" } = definition.config ?? {};
      const schema = schemasOf(folder).get(String(fields[typeField])) ?? {};
      fc.assert(
        fc.property(randomConfig(schema), (config) => {
          const object = inventoryObject(definition, { id: "1", name: "n", ...fields, [field]: config });
          expect(JSON.stringify(object)).not.toContain(canary);
          // Again after the sandbox has held it, whose platforms show the placeholder as a mask or as it is.
          const held = withPlaceholders(object, "**********");
          expect(inventoryObject(definition, { ...held, id: "1" })).toEqual({ ...object, unknown: [] });
        }),
        { numRuns: 2 },
      );
    }
  });
});
