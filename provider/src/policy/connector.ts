import { definitionOf } from "../kinds";
import { coercedValue } from "../catalog/coercion";
import { catalogProperty, type CatalogEntry, type CatalogProperty } from "../catalog/entry";
import { configEntry } from "../definition/config-entry";
import type { ResourceDefinition, VendorObject } from "../definition/definition";
import { optionsKey, policyKey, withoutReservedKeys } from "../definition/state-keys";
import { allSecrets } from "../secrets/all-secrets";
import { isEqual, isFields, own, type Fields } from "../values/fields";
import { formatPath, visitLeaves, type PathStep } from "../values/tree";
import { mapReferences, referenceKey } from "../values/reference";
import { unknownValue } from "../values/unknowns";

/** A resource as a policy pack receives it. */
export interface PolicyInput {
  /** Pulumi's type token. */
  readonly type: string;
  /** Secrets are decrypted here. Reading an unknown value throws. */
  readonly props: Fields;
}

/** Whether a connector is read from or written to. */
export type ConnectorRole = "source" | "destination";

/** A value in the arguments that is neither an array nor an object with keys. */
export interface Leaf {
  /** `config.hosts[0]` */
  readonly path: string;
  /** The last key of the path, with aliases resolved. An array item has the key of the array. */
  readonly key: string;
  /** Undefined if it is unknown during preview, or a reference to the environment. */
  readonly value: unknown;
  /** The name of the environment variable, if the value is a reference. */
  readonly reference: string | undefined;
  /** The path in the arguments, with aliases as written. */
  readonly steps: readonly PathStep[];
  /** Whether messages must not show the value: it is marked as a secret, or the catalog does not know its key. */
  readonly isSecret: boolean;
  /** Whether the vendor names the key, as in `config`; the others are arguments of this package. */
  readonly isVendorKey: boolean;
  /** Its schema in the catalog, if any. */
  readonly property: CatalogProperty | undefined;
  /** The error that reading it threw, if it is unknown during preview. */
  readonly unknown: Error | undefined;
  /** Whether it is a whole configuration, or an object in one, that is unknown, and with it everything that may be in it. */
  readonly isUnknownObject: boolean;
  /** The kind of the object that the value names and nothing else can be: `airweave.Collection`. */
  readonly refersTo: string | undefined;
}

/** A resource of this package, with its schema from the catalog. */
export interface ConnectorResource {
  /** `unstructured`, `aisquared`, `airweave` */
  readonly platform: string;
  /** `unstructured.Source` */
  readonly kind: string;
  readonly definition: ResourceDefinition;
  /** Undefined for collections, which are not connectors, and if unknown during preview. */
  readonly role: ConnectorRole | undefined;
  /** Connector type, as the platform spells it; undefined for collections, and if unknown during preview. */
  readonly type: string | undefined;
  /** The catalog file; undefined for types that the catalog does not know. */
  readonly entry: CatalogEntry | undefined;
  /** The arguments. Unknown values are replaced by a reserved string. */
  readonly args: Fields;
  readonly leaves: readonly Leaf[];
}

/** The result of reading a resource, with its input. */
interface CachedRead {
  readonly definition: ResourceDefinition;
  readonly all: Fields;
  readonly connector: ConnectorResource;
}

/**
 * The last resource that was read. A pack runs all its policies on one resource before the next, but gives each policy a copy, so
 * the cache compares contents. A remediation changes them.
 */
let last: CachedRead | undefined;

/** Reads a resource; undefined if it is not of this package. Never throws for unknown values. */
export function connectorOf({ type, props }: PolicyInput): ConnectorResource | undefined {
  const definition = definitionOf(type);
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
  // Stack policies see the outputs next to the arguments.
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

/** Copies a value, replaces unknown values, and stores the errors that reading them threw by path. */
function withoutUnknowns(value: unknown, path: readonly PathStep[], unknowns: Map<string, Error>): unknown {
  const copyOf = (step: PathStep): unknown => {
    const stepPath = [...path, step];
    try {
      return withoutUnknowns((value as Record<PathStep, unknown>)[step], stepPath, unknowns);
    } catch (error) {
      unknowns.set(formatPath(stepPath), error as Error);
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
    const { property, isVendorKey } = schemaAt(definition, args, entry, steps);
    const unknown = unknowns.get(path);
    leaves.push({
      path,
      key: property?.["x-spellingOf"] ?? String(steps.findLast((step) => typeof step === "string")),
      value:
        unknown === undefined && reference === undefined
          ? coercedLeaf(definition, property, value)
          : undefined,
      reference,
      steps,
      isSecret: reference !== undefined || secrets.covers(steps),
      isVendorKey,
      property,
      unknown,
      isUnknownObject: unknown !== undefined && mayHoldMore(definition, steps, property, isVendorKey),
      refersTo: definition.references?.find((each) => each.path === path)?.kind,
    });
  });
  return leaves;
}

/** A quoted boolean or number is judged as what the platform makes of it. A string with commas stays one leaf. */
function coercedLeaf(
  { platform }: ResourceDefinition,
  property: CatalogProperty | undefined,
  value: unknown,
): unknown {
  return coercedValue(
    property,
    value,
    platform.coerces?.filter((each) => each === "scalars"),
  );
}

/** The schema of the key at a path, and whether the vendor names the key. */
function schemaAt(
  definition: ResourceDefinition,
  args: Fields,
  entry: CatalogEntry | undefined,
  steps: readonly PathStep[],
): Pick<Leaf, "property" | "isVendorKey"> {
  const keys = steps.filter((step) => typeof step === "string");
  const object = vendorObjects(definition, entry).find(
    ({ path }) => keys.length > path.length && isEqual(keys.slice(0, path.length), path),
  );
  if (object === undefined) return { property: undefined, isVendorKey: false };
  return { property: propertyAt(object.entry(args), keys.slice(object.path.length)), isVendorKey: true };
}

/** The objects whose keys the vendor names: the configuration, and what the definition lists besides. */
function vendorObjects(
  { config, vendorObjects: others = [] }: ResourceDefinition,
  entry?: CatalogEntry,
): readonly VendorObject[] {
  return config === undefined ? others : [{ path: [config.field], entry: () => entry }, ...others];
}

function mayHoldMore(
  definition: ResourceDefinition,
  steps: readonly PathStep[],
  property: CatalogProperty | undefined,
  isVendorKey: boolean,
): boolean {
  if (isVendorKey) return property?.properties !== undefined || property?.items !== undefined;
  return vendorObjects(definition).some(({ path }) => isEqual(path.slice(0, steps.length), steps));
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

/** A resource as a policy pack gets it, with its options where the rest of this package looks for them. */
function fromPolicyPack(props: Fields): Record<string, unknown> {
  const { [policyKey]: options, ...rest } = props;
  return options === undefined ? rest : { ...rest, [optionsKey]: options };
}
