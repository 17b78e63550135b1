import { isFields } from "../../provider/src/values/fields";
import { described, type Config, type Schema } from "../harness/catalog-schemas";
import { Planter } from "./planter";

/** A resource in `resources.json`, where `{"$secret": ...}` and the like stand for calls. */
export interface Declared {
  readonly kind: string;
  readonly name: string;
  readonly args: Config;
  readonly options: Config;
  /** Which transformation gives the resource its arguments. Default: none, the constructor gets them. */
  readonly by?: Transformer;
}

/** Who has a transformation. */
export type Transformer = "stack" | "component" | "resource";

/** The resources and the environment of an operation. */
export interface Edition {
  readonly resources: readonly Declared[];
  readonly env: Readonly<Record<string, string>>;
}

/** A connector type of the catalog. */
interface Type {
  readonly kind: string;
  readonly name: string;
  readonly role: string;
  readonly schema: Schema;
}

const folders: readonly (readonly [kind: string, role: string, folder: string])[] = [
  ["unstructured.Source", "source", "provider/catalog/unstructured/source"],
  ["unstructured.Destination", "destination", "provider/catalog/unstructured/destination"],
  ["aisquared.Connector", "source", "provider/catalog/aisquared/source"],
  ["aisquared.Connector", "destination", "provider/catalog/aisquared/destination"],
  ["airweave.SourceConnection", "source", "provider/catalog/airweave/source"],
];

const types: readonly Type[] = folders.flatMap(([kind, role, folder]) =>
  described(folder).map(([name, schema]) => ({ kind, name, role, schema })),
);

/** Every second resource gets its arguments from a transformation. */
const transformers: readonly (Transformer | undefined)[] = [
  ...([undefined, "stack", undefined, "component", undefined, "resource"] as const),
];

/** Coprime to the number of types, so that every type is used. */
const typeStride = 35;

/** Random resources with secrets, each a unique canary. */
export class RandomProgram {
  readonly planter: Planter;

  constructor(
    readonly seed: number,
    readonly size: number,
  ) {
    this.planter = new Planter(seed);
  }

  /** The initial program. */
  first(): Edition {
    return this.#edition(Array.from({ length: this.size }, (_, index) => this.resource(index)));
  }

  /** The same with new secrets and names for the resources that `changes` selects. */
  changed(before: Edition, changes: (index: number) => boolean): Edition {
    return this.#edition(
      before.resources.map((resource, index) => {
        if (!changes(index)) return resource;
        const changed = this.resource(index, "-new");
        // Now and then the old secrets come back.
        if (index % 10 === 7)
          return { ...changed, options: { ...changed.options, ignoreChanges: [configField(changed)] } };
        const name = changed.args.name;
        // Before its login in the browser a connection accepts only a new name.
        return waitsForLogin(changed) ? { ...resource, args: { ...resource.args, name } } : changed;
      }),
    );
  }

  /** The same with additional resources. */
  withMore(before: Edition, count: number): Edition {
    const more = Array.from({ length: count }, (_, index) => this.resource(this.size + index));
    return this.#edition([...before.resources, ...more]);
  }

  /** The same with invalid inputs, which contain secrets, in some resources. */
  wrong({ resources }: Edition): Edition {
    const secret = (index: number): string => this.planter.plant(`wrong in r${index}`);
    const mistakes: readonly ((index: number, config: Config) => unknown)[] = [
      (index, config) => ({ ...config, no_such_key: secret(index) }),
      (index) => ({ no_such_key: { inner: [secret(index)] } }),
      (index, config) => Object.fromEntries(Object.keys(config).map((key) => [key, [secret(index)]])),
      (index) => [secret(index)],
      (index, config) =>
        Object.fromEntries(Object.keys(config).map((key) => [key, { $secret: { inner: secret(index) } }])),
    ];
    return this.#edition(
      resources.map((resource, index) => {
        const mistake = index % 3 === 0 ? mistakes[(index / 3) % mistakes.length] : undefined;
        if (mistake === undefined) return resource;
        const field = configField(resource);
        const before = resource.args[field];
        return {
          ...resource,
          args: { ...resource.args, [field]: mistake(index, isFields(before) ? before : {}) },
        };
      }),
    );
  }

  /** @param suffix Appended to the name on the platform. */
  resource(index: number, suffix = ""): Declared {
    const by = transformers[index % transformers.length];
    // The host cannot know what only a transformation marks: see SECURITY.md.
    this.planter.keepsProgramSecrets = by === undefined;
    const resource = this.#resource(index, suffix);
    return by === undefined ? resource : { ...resource, by };
  }

  #resource(index: number, suffix: string): Declared {
    const part = this.#part(index, suffix);
    if (part !== undefined) return part;
    // The stride gives small programs types of all kinds, too.
    const type = types[(this.seed + index * typeStride) % types.length];
    if (type === undefined) throw new Error("the catalog has no types");
    const { kind, name: typeName, role, schema } = type;
    const label = `${kind} ${typeName} r${index}${suffix}`;
    const declared = (args: Config, options: Config = {}): Declared => {
      return { kind, name: `r${index}`, args: { name: `object ${index}${suffix}`, ...args }, options };
    };
    if (kind.startsWith("unstructured.") && index % 11 === 6) {
      return declared(this.#otherType(label), { publicKeys: ["site"] });
    }
    const config = this.#config(schema, index, `${label} config`);
    const description = this.planter.onlyByProgram(index, `${label} description`) ?? "nothing special";
    if (kind === "airweave.SourceConnection") {
      const authentication = this.#login(schema, index, label);
      const readableCollectionId = { $readableId: index % 4 };
      return declared({ shortName: typeName, readableCollectionId, description, config, authentication });
    }
    const isNewer = index % 9 === 4;
    const whole = isNewer ? { ...config, ...this.#newer(label) } : config;
    const options = isNewer ? { unknownKeys: "allow" } : {};
    return kind === "aisquared.Connector"
      ? declared({ connectorType: role, connectorName: typeName, description, configuration: whole }, options)
      : declared({ type: typeName, config: whole }, options);
  }

  /** Three of thirteen resources are a workflow, a model and a sync: secrets in lists, and where no catalog says so. */
  #part(index: number, suffix: string): Declared | undefined {
    const named = { name: `object ${index}${suffix}` };
    const embedding = (label: string, others: Config): Config => ({
      ...others,
      model: "text-embedding-3-small",
      api_key: this.planter.value(`${label} r${index}${suffix} api_key`),
    });
    const declared = (kind: string, args: Config): Declared => {
      return { kind, name: `r${index}`, args, options: {} };
    };
    switch (index % 13) {
      case 5:
        return declared("unstructured.Workflow", {
          ...{
            ...named,
            sourceId: { $id: "docs" },
            destinationId: { $id: "results" },
            workflowType: "custom",
          },
          workflowNodes: this.#nodes(`workflow r${index}${suffix}`),
        });
      case 8:
        return declared("aisquared.Model", {
          ...{ ...named, connectorId: { $id: "warehouse" }, queryType: "unstructured" },
          configuration: {
            harvesters: [{ type: "file" }],
            embedding_config: embedding("model", {}),
            chunk_config: { chunk_size: 400, chunk_overlap: 0 },
          },
        });
      case 11:
        return declared("aisquared.Sync", {
          ...{ sourceId: { $id: "warehouse" }, modelId: { $id: "orders" }, destinationId: { $id: "crm" } },
          ...{ streamName: "customers", syncMode: "full_refresh", scheduleType: "manual" },
          configuration: [
            { from: "id", to: "key", mapping_type: "standard" },
            {
              ...{ from: "note", to: "v", mapping_type: "vector" },
              embedding_config: embedding("sync", { mode: "open_ai" }),
            },
          ],
        });
      default:
        return undefined;
    }
  }

  #nodes(label: string): readonly Config[] {
    const settings = (key: string): Config => ({ [key]: this.planter.value(`${label} ${key}`) });
    return [
      { name: "Partitioner", type: "partition", subtype: "vlm", settings: settings("provider_api_key") },
      {
        name: "Chunker",
        type: "chunk",
        subtype: "chunk_by_title",
        settings: settings("unstructured_api_key"),
      },
      { name: "New", type: "redact", subtype: "brand_new", settings: { deep: settings("accessToken") } },
    ];
  }

  /** A connector of a type that the catalog does not have, so that all its values are secret. */
  #otherType(label: string): Config {
    const config = {
      site: "https://wiki.example.com",
      token: this.planter.value(`${label} other type token`),
      nested: {
        list: [
          this.planter.plant(`${label} other type item`),
          { deep: this.planter.plant(`${label} other type deep`) },
        ],
      },
    };
    return { type: { $otherType: "something-new" }, config };
  }

  /** Keys that the catalog does not have. */
  #newer(label: string): Config {
    return {
      brand_new: this.planter.value(`${label} unknown key`),
      brand_new_object: { inner: this.planter.plant(`${label} unknown object`) },
    };
  }

  /** How a connection logs in; undefined for a login in the browser. */
  #login(schema: Schema, index: number, label: string): Config | undefined {
    const { accepted_auth_methods: methods } = schema["x-source"] as { accepted_auth_methods: string[] };
    const credentials = schema.$defs?.credentials ?? {};
    const secret = (name: string): unknown => this.planter.value(`${label} ${name}`);
    const logins: Readonly<Record<string, () => Config>> = {
      direct: () => ({ credentials: this.#config(credentials, index, `${label} credentials`) }),
      oauth_token: () => ({ accessToken: secret("accessToken"), refreshToken: secret("refreshToken") }),
      oauth_byoc: () => ({ clientId: "a-client", clientSecret: secret("clientSecret") }),
    };
    const possible = methods.filter((method) => method in logins);
    return logins[possible[index % possible.length] ?? ""]?.();
  }

  #config(schema: Schema, index: number, label: string): Config {
    return this.planter.config(schema, this.seed * 10_007 + index * 101, label);
  }

  #edition(resources: readonly Declared[]): Edition {
    return { resources, env: { ...this.planter.env } };
  }
}

function configField({ args }: Declared): string {
  if ("workflowNodes" in args) return "workflowNodes";
  return "configuration" in args ? "configuration" : "config";
}

function waitsForLogin({ args: { authentication } }: Declared): boolean {
  return isFields(authentication) && "clientSecret" in authentication;
}
