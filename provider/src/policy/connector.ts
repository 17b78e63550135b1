import { kinds } from "../platforms/kinds";
import { sourceFacts } from "../platforms/airweave/source-facts";
import { catalogProperty, type CatalogEntry, type CatalogProperty } from "../catalog/entry";
import { configEntry } from "../definition/config-entry";
import type { ResourceDefinition } from "../definition/definition";
import { typeToken } from "../definition/kind";
import { fromPolicyPack } from "../definition/options";
import { withoutReservedKeys } from "../definition/state-keys";
import { allSecrets } from "../secrets/known-secrets";
import { isEqual, isFields, own, type Fields } from "../values/fields";
import { formatPath, visitLeaves, type PathStep } from "../values/tree";
import { mapReferences, referenceKey } from "../values/reference";
import { unknownValue } from "../values/unknowns";

/** A resource as a policy pack is handed it. */
export interface PolicyInput {
  /** Pulumi's type token. */
  readonly type: string;
  /** Secrets are in the clear here; to touch an unknown value throws. */
  readonly props: Fields;
}

/** Whether a connector is read from or written to. */
export type ConnectorRole = "source" | "destination";

/** A value among the arguments that is neither a list nor an object with keys. */
export interface Leaf {
  /** `config.hosts[0]` */
  readonly path: string;
  /** The last key of the path, in its canonical spelling; of an item of a list it is the list's. */
  readonly key: string;
  /** Undefined if it is unknown yet, or stays in the environment. */
  readonly value: unknown;
  /** The environment variable that has the value, where the program gives a reference. */
  readonly reference: string | undefined;
  /** The way to it in the arguments, as they are spelt. */
  readonly steps: readonly PathStep[];
  /** Whether its value must not be shown: the catalog or the program says so, or the catalog does not know it. */
  readonly isSecret: boolean;
  /** Whether it is where the platform's own keys are, not an argument of ours. */
  readonly isVendorKey: boolean;
  /** What the catalog says about it. */
  readonly property: CatalogProperty | undefined;
  /** What touching it has thrown, at a preview that does not know it yet. */
  readonly unknown: Error | undefined;
}

/** A resource of this package, read through the catalog. */
export interface ConnectorResource {
  /** `unstructured`, `aisquared`, `airweave` */
  readonly platform: string;
  /** `unstructured.Source` */
  readonly kind: string;
  readonly definition: ResourceDefinition;
  /** Undefined for what is no connector (a collection), and as long as it is unknown. */
  readonly role: ConnectorRole | undefined;
  /** Connector type, as the platform spells it; undefined for what has none, and as long as it is unknown. */
  readonly type: string | undefined;
  /** The catalog's file; undefined for types that it does not describe. */
  readonly entry: CatalogEntry | undefined;
  /** The arguments, in which unknown values are a text that no program writes. */
  readonly args: Fields;
  readonly leaves: readonly Leaf[];
}

const definitions: Readonly<Record<string, ResourceDefinition>> = Object.fromEntries(
  kinds.map((definition) => [typeToken(definition.kind), definition]),
);

/** What a resource was read from, and as what. */
interface Reading {
  readonly definition: ResourceDefinition;
  readonly all: Fields;
  readonly connector: ConnectorResource;
}

/**
 * The resource that was read last. A pack asks all its policies about one resource before the next, and hands each a copy of its own, so
 * that only the contents tell that it is the same; what a remediation has changed differs in them.
 */
let last: Reading | undefined;

/** Reads a resource; undefined if it is none of this package. Never throws for an unknown value. */
export function connectorOf({ type, props }: PolicyInput): ConnectorResource | undefined {
  const definition = own(definitions, type);
  if (definition === undefined) return undefined;
  const unknowns = new Map<string, Error>();
  const all = fromPolicyPack(withoutUnknowns(props, [], unknowns) as Fields);
  if (last?.definition !== definition || !isEqual(last.all, all)) {
    last = { definition, all, connector: read(definition, all, unknowns) };
  }
  return last.connector;
}

function read(
  definition: ResourceDefinition,
  all: Fields,
  unknowns: ReadonlyMap<string, Error>,
): ConnectorResource {
  // The outputs that a stack rule sees stand beside the arguments.
  const args = Object.fromEntries(
    Object.entries(withoutReservedKeys(all)).filter(([key]) => Object.hasOwn(definition.arguments, key)),
  );
  const entry = configEntry(definition, all);
  const connectorType = definition.config && args[definition.config.typeField];
  return {
    platform: definition.platform.name,
    kind: definition.kind,
    definition,
    role: roleOf(definition, args),
    type: typeof connectorType === "string" && connectorType !== unknownValue ? connectorType : undefined,
    entry,
    args,
    leaves: leavesOf(definition, all, args, entry, unknowns),
  };
}

function roleOf({ config }: ResourceDefinition, args: Fields): ConnectorRole | undefined {
  return config?.catalog(args)?.split("/")[1] as ConnectorRole | undefined;
}

/** A copy, with what throws when it is touched replaced, and what it has thrown kept by its path. */
function withoutUnknowns(value: unknown, path: readonly PathStep[], unknowns: Map<string, Error>): unknown {
  const copyOf = (step: PathStep): unknown => {
    const way = [...path, step];
    try {
      return withoutUnknowns((value as Record<PathStep, unknown>)[step], way, unknowns);
    } catch (error) {
      unknowns.set(formatPath(way), error as Error);
      return unknownValue;
    }
  };
  if (Array.isArray(value)) return Array.from({ length: value.length }, (_, index) => copyOf(index));
  if (!isFields(value)) return value;
  return Object.fromEntries(Object.keys(value).map((key) => [key, copyOf(key)]));
}

function leavesOf(
  definition: ResourceDefinition,
  all: Fields,
  args: Fields,
  entry: CatalogEntry | undefined,
  unknowns: ReadonlyMap<string, Error>,
): Leaf[] {
  const secrets = allSecrets(definition, all);
  const references = new Map<string, string>();
  const withoutReferences = mapReferences(args, ({ [referenceKey]: name }, steps) => {
    references.set(formatPath(steps), name);
    return null;
  });
  const leaves: Leaf[] = [];
  visitLeaves(withoutReferences, (value, steps) => {
    const path = formatPath(steps);
    const reference = references.get(path);
    const { property, isVendorKey } = described(definition, args, entry, steps);
    const unknown = unknowns.get(path);
    leaves.push({
      path,
      key: property?.["x-spellingOf"] ?? String(steps.findLast((step) => typeof step === "string")),
      value: unknown === undefined && reference === undefined ? value : undefined,
      reference,
      steps,
      isSecret: reference !== undefined || secrets.covers(steps),
      isVendorKey,
      property,
      unknown,
    });
  });
  return leaves;
}

/** What the catalog says about the key at the end of a way. */
function described(
  { config }: ResourceDefinition,
  args: Fields,
  entry: CatalogEntry | undefined,
  steps: readonly PathStep[],
): Pick<Leaf, "property" | "isVendorKey"> {
  const [first, second, ...rest] = steps.filter((step) => typeof step === "string");
  if (config === undefined || second === undefined) return { property: undefined, isVendorKey: false };
  if (first === config.field) return { property: propertyAt(entry, [second, ...rest]), isVendorKey: true };
  if (first === "authentication" && second === "credentials" && rest.length > 0) {
    return { property: propertyAt(sourceFacts(args.shortName)?.credentials, rest), isVendorKey: true };
  }
  return { property: undefined, isVendorKey: false };
}

function propertyAt(
  entry: CatalogEntry | undefined,
  [key = "", ...rest]: readonly string[],
): CatalogProperty | undefined {
  return rest.reduce<CatalogProperty | undefined>(
    (property, step) => property?.properties && own(property.properties, step),
    catalogProperty(entry, key),
  );
}

/** Whether it is a whole configuration, or an object in it, that is unknown yet, and so all that may be in it. */
export function isUnknownWhole({ unknown, isVendorKey, property, path }: Leaf): boolean {
  if (unknown === undefined) return false;
  return isVendorKey
    ? property?.properties !== undefined || property?.items !== undefined
    : ["config", "configuration", "authentication", "authentication.credentials"].includes(path);
}
