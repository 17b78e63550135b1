import { isFields, type Fields } from "../../provider/src/values/fields";
import { referenceEntries, type ReferenceEntry } from "./reference-pages";

/** The JSON Schema keywords used here. */
interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly writeOnly?: boolean;
  readonly examples?: readonly Fields[];
}

/** A value that a program reads from the stack config, and the key that it is for. */
interface Use {
  readonly name: string;
  readonly key: string;
  readonly isSecret: boolean;
}

/** The program of a reference page, and its expected result according to the catalog's example. */
export class Example {
  /** The logical name of the type's resource in the program. */
  readonly resourceName: string;
  readonly #program: string;
  readonly #uses: readonly Use[];
  readonly #config: Fields;
  /** Undefined if the program has none. */
  readonly #credentials: Fields | undefined;
  readonly #credentialsSchema: Schema;

  constructor(readonly entry: ReferenceEntry) {
    const { programs, schema } = entry;
    [this.#program = ""] = programs;
    this.resourceName = [...this.#program.matchAll(/ = new \w+\.\w+\("(.+?)"/g)].at(-1)?.[1] ?? "";
    const calls = this.#program.matchAll(/"?([\w-]+)"?:\s+config\.require(Secret\w*)?(?:<.*>)?\("(\w+)"\)/g);
    this.#uses = [...calls].map(([, key = "", secret, name = ""]) => ({
      name,
      key,
      isSecret: secret !== undefined,
    }));
    [this.#config = {}] = (schema as Schema).examples ?? [];
    this.#credentialsSchema = (schema.$defs as { credentials?: Schema } | undefined)?.credentials ?? {};
    const { direct_credentials: isDirect } = (schema["x-source"] ?? {}) as { direct_credentials?: boolean };
    this.#credentials = isDirect ? this.#credentialsSchema.examples?.[0] : undefined;
  }

  get waitsForLogin(): boolean {
    return this.entry.platform === "airweave" && this.#credentials === undefined;
  }

  /** The config that the program reads, each with a valid value that contains a marker. @param markOf Creates a unique marker. */
  stackConfig(markOf: (isSecret: boolean) => string): [string, unknown][] {
    return this.#uses.map(({ name, key, isSecret }) => [
      name,
      marked(find({ ...this.#config, ...this.#credentials }, key), markOf(isSecret)),
    ]);
  }

  /** The program with its secrets as literals, so that it does not mark them as secret. */
  programWithPlainSecrets(values: ReadonlyMap<string, unknown>): string {
    return this.#program.replace(/config\.requireSecret\w*(?:<.*>)?\("(\w+)"\)/g, (_call, name: string) =>
      JSON.stringify(values.get(name)),
    );
  }

  /** The arguments of the resource. @param valueOf The value for a name in the stack config. */
  args(valueOf: (name: string, isSecret: boolean) => unknown): Fields {
    const { platform, role, type, schema } = this.entry;
    const config = this.#withValues(schema, this.#config, valueOf);
    switch (platform) {
      case "unstructured":
        return { type, config };
      case "aisquared":
        return { connectorType: role, connectorName: type, configuration: config };
      case "airweave":
        return {
          shortName: type,
          ...(Object.keys(config).length === 0 ? {} : { config }),
          ...this.#authentication(valueOf),
        };
    }
  }

  /** The body of the create request, without names and ids. */
  body(values: ReadonlyMap<string, unknown>): Fields {
    const args = this.args((name) => values.get(name));
    const wireNames = {
      connectorType: "connector_type",
      connectorName: "connector_name",
      shortName: "short_name",
      clientId: "client_id",
      clientSecret: "client_secret",
    };
    const isFederated = (this.entry.schema["x-source"] as { federated_search?: boolean } | undefined)
      ?.federated_search;
    return {
      ...renamed(args, wireNames),
      ...(isFields(args.authentication) ? { authentication: renamed(args.authentication, wireNames) } : {}),
      ...(isFederated ? { schedule: {}, sync_immediately: false } : {}),
    };
  }

  #authentication(valueOf: (name: string, isSecret: boolean) => unknown): Fields {
    if (this.#credentials !== undefined) {
      const credentials = this.#withValues(this.#credentialsSchema, this.#credentials, valueOf);
      return { authentication: { credentials } };
    }
    const client = this.#uses.filter(({ key }) => key === "clientId" || key === "clientSecret");
    if (client.length === 0) return {};
    const given = client.map(({ key, name, isSecret }) => [key, valueOf(name, isSecret)]);
    return { authentication: Object.fromEntries(given) as Fields };
  }

  /** The fields of an example, with the values from the stack config in place of secrets. */
  #withValues(
    { properties = {} }: Schema,
    fields: Fields,
    valueOf: (name: string, isSecret: boolean) => unknown,
  ): Fields {
    const filled = Object.entries(fields).map(([key, value]): [string, unknown] => {
      const property = properties[key] ?? {};
      if (!property.writeOnly) {
        return [key, isFields(value) ? this.#withValues(property, value, valueOf) : value];
      }
      const use = this.#uses.find((each) => each.key === key && each.isSecret);
      if (use === undefined) throw new Error(`${this.entry.name}: ${key} is not from the stack config`);
      return [key, valueOf(use.name, true)];
    });
    return Object.fromEntries(filled);
  }
}

export function examples(): Example[] {
  return referenceEntries().map((entry) => new Example(entry));
}

/** The value of a key at any depth. */
function find(fields: Fields, key: string): unknown {
  if (key in fields) return fields[key];
  return Object.values(fields)
    .filter(isFields)
    .map((inner) => find(inner, key))
    .find((value) => value !== undefined);
}

/** Appends the marker to the example value, whose prefix platforms may require. */
function marked(value: unknown, mark: string): unknown {
  if (!isFields(value)) return `${typeof value === "string" ? value : ""}${mark}`;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, marked(item, mark)]));
}

function renamed(fields: Fields, names: Readonly<Record<string, string>>): Fields {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [names[key] ?? key, value]));
}
