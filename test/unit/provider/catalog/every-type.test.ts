import { describe, expect, it } from "@jest/globals";
import { catalogEntry, catalogTypes } from "../../../../provider/src/catalog/entry";
import { connectorDefinition } from "../../../../provider/src/platforms/aisquared/connector";
import { sourceConnectionDefinition } from "../../../../provider/src/platforms/airweave/source-connection";
import type { ResourceDefinition } from "../../../../provider/src/definition/definition";
import { secretArguments } from "../../../../provider/src/secrets/known-secrets";
import { destinationDefinition } from "../../../../provider/src/platforms/unstructured/destination";
import { sourceDefinition } from "../../../../provider/src/platforms/unstructured/source";
import { lacking, requiredWays, type Config, type Schema } from "../../../harness/catalog-schemas";
import { verbsOfKind, type Fields } from "../../../harness/verbs";
import vendorTypes from "./vendor-types.json";

interface Kind {
  readonly folder: string;
  readonly definition: ResourceDefinition;
  /** The arguments of an object of a type, with its configuration and its credentials, if any. */
  readonly inputs: (type: string, config: Config, credentials?: Config) => Fields;
}

const connector = (role: string): Kind => ({
  folder: `aisquared/${role}`,
  definition: connectorDefinition,
  inputs: (connectorName, configuration) => ({
    name: "n",
    connectorType: role,
    connectorName,
    configuration,
  }),
});

const kinds: readonly Kind[] = [
  {
    folder: "unstructured/source",
    definition: sourceDefinition,
    inputs: (type, config) => ({ name: "n", type, config }),
  },
  {
    folder: "unstructured/destination",
    definition: destinationDefinition,
    inputs: (type, config) => ({ name: "n", type, config }),
  },
  connector("source"),
  connector("destination"),
  {
    folder: "airweave/source",
    definition: sourceConnectionDefinition,
    inputs: (shortName, config, credentials) => ({
      name: "name",
      shortName,
      readableCollectionId: "c",
      config,
      ...(credentials === undefined ? login(shortName) : { authentication: { credentials } }),
    }),
  },
];

/** Authentication for a source without credentials of its own. */
function login(shortName: string): Fields {
  const { accepted_auth_methods: methods } = catalogEntry("airweave/source", shortName)?.["x-source"] as {
    readonly accepted_auth_methods: readonly string[];
  };
  return methods.includes("oauth_byoc") ? { authentication: { clientId: "i", clientSecret: "s" } } : {};
}

const types = kinds.flatMap((kind) =>
  catalogTypes(kind.folder).map((type): [string, string, Kind] => [kind.folder, type, kind]),
);

function entryOf({ folder }: Kind, type: string): Schema {
  return catalogEntry(folder, type) as unknown as Schema;
}

/** The paths of the secrets in a schema. */
function secretPaths({ properties = {} }: Schema): string[] {
  return Object.entries(properties).flatMap(([key, property]) =>
    property.writeOnly === true ? [key] : secretPaths(property).map((path) => `${key}.${path}`),
  );
}

describe("the types in the catalog", () => {
  it("are all of the vendors' types", () => {
    expect(types).toHaveLength(Object.values(vendorTypes).flat().length);
  });

  it.each(types)(
    "%s %s: accepts its examples, but not without one of their required keys",
    async (_folder, type, kind) => {
      const entry = entryOf(kind, type);
      const verbs = verbsOfKind(kind.definition.kind);
      const problems = async (config: Config, credentials?: Config): Promise<string[]> => {
        const { failures } = await verbs.check({}, kind.inputs(type, config, credentials));
        return failures.map(({ reason }) => reason);
      };
      const configs = (entry.examples ?? []) as Config[];
      const [credentials] = (entry.$defs?.credentials?.examples ?? []) as Config[];
      const { field = "" } = kind.definition.config ?? {};
      expect(configs).not.toEqual([]);
      for (const config of configs) {
        expect(await problems(config, credentials)).toEqual([]);
        for (const path of requiredWays(entry, config)) {
          expect((await problems(lacking(config, path), credentials)).join("\n")).toContain(
            ` ${[field, ...path].join(".")}: missing`,
          );
        }
        if (credentials === undefined) continue;
        for (const path of requiredWays(entry.$defs?.credentials ?? {}, credentials)) {
          const found = await problems(config, lacking(credentials, path));
          // Without its only key, the object is empty.
          const at =
            Object.keys(credentials).length === 1
              ? "authentication.credentials:"
              : `authentication.credentials.${path.join(".")}: missing`;
          expect(found.join("\n")).toContain(` ${at}`);
        }
      }
    },
  );

  it.each(types)("%s %s: has all its secrets marked by the program", (_folder, type, kind) => {
    const entry = entryOf(kind, type);
    const { field = "" } = kind.definition.config ?? {};
    const secrets = secretArguments(kind.definition, kind.inputs(type, {}));
    const expected = [
      ...secretPaths(entry).map((path) => `${field}.${path}`),
      ...secretPaths(entry.$defs?.credentials ?? {}).map((path) => `authentication.credentials.${path}`),
    ];
    expect(expected.filter((path) => !secrets.covers(path.split(".")))).toEqual([]);
    const open = Object.keys(entry.properties ?? {}).filter((key) => secrets.covers([field, key]));
    const secret =
      entry.additionalProperties === true
        ? Object.keys(entry.properties ?? {})
        : secretPaths(entry).filter((path) => !path.includes("."));
    expect(open).toEqual(secret);
  });
});
