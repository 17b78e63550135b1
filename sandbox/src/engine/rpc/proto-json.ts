import { Map as ProtoMap, Message } from "google-protobuf";
import { Struct, Value } from "google-protobuf/google/protobuf/struct_pb";
import { DiffResponse, PropertyDiff } from "@pulumi/pulumi/proto/provider_pb";
import { ResourceMonitorFeature, Result } from "@pulumi/pulumi/proto/resource_pb";

/**
 * Field names in camel case, which the generated classes have in lower case: those that `proto/pulumi/*.proto` does not write with
 * underscores. A name that is missing here is written in lower case.
 */
const fieldNames = `
  acceptOutputs acceptResources acceptSecrets additionalSecretOutputs aliasSpecs aliasURNs argDependencies configSecretKeys
  customTimeouts deleteBeforeReplace deleteBeforeReplaceDefined deletedWith dependsOn detailedDiff dryRun envVarMappings
  hasDetailedDiff hasSupport hideDiffs ignoreChanges importId inputDependencies inputDiff missingKeys monitorEndpoint noParent
  packageRef parentStackTraceHandle parentUrn pluginChecksums pluginDownloadURL propertyDependencies randomSeed replaceOnChanges
  retainOnDelete returnDependencies snippetId sourcePosition stackTrace stateDependencies supportedFeatures supportsPartialValues
  supportsPreview supportsResultReporting
`;
const nameByLowerCase = new Map(fieldNames.split(/\s+/).map((name) => [name.toLowerCase(), name]));

/** The enums, by field name. */
const enums: Readonly<Record<string, object>> = {
  supportedFeatures: ResourceMonitorFeature,
  changes: DiffResponse.DiffChanges,
  kind: PropertyDiff.Kind,
  result: Result,
};

/**
 * Converts a message as protojson does: names in camel case, unset fields omitted, enums by name, bytes in base64, a Struct as an object.
 * Sufficient for the engine's services: 64-bit integers, which these do not use, would have to be strings.
 */
export function toProtoJson(message: Message): unknown {
  if (message instanceof Struct || message instanceof Value) return message.toJavaScript();
  return Object.fromEntries(
    Object.keys(message.toObject()).flatMap((key) => {
      const accessor = key.replace(/^pb_/, "");
      const plain = accessor.replace(/(List|Map)$/, "");
      const name = nameByLowerCase.get(plain) ?? plain;
      const value = isSet(message, accessor) ? toJson(read(message, accessor), name) : undefined;
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** A field with presence has an accessor `has...`; any other is set if it differs from the default. */
function isSet(message: Message, accessor: string): unknown {
  return call(message, "has", accessor) ?? !isDefault(read(message, accessor));
}

/** Only bytes have the accessor for base64. */
function read(message: Message, accessor: string): unknown {
  return call(message, "get", `${accessor}_asB64`) ?? call(message, "get", accessor);
}

/** Calls a generated accessor; undefined if it does not exist. */
function call(message: Message, verb: "has" | "get", accessor: string): unknown {
  const name = verb + accessor.charAt(0).toUpperCase() + accessor.slice(1);
  return (message as unknown as Record<string, (() => unknown) | undefined>)[name]?.();
}

function isDefault(value: unknown): boolean {
  if (value instanceof ProtoMap) return value.getLength() === 0;
  if (Array.isArray(value)) return value.length === 0;
  return value === "" || value === 0 || value === false;
}

function toJson(value: unknown, name: string): unknown {
  if (value instanceof Message) return toProtoJson(value);
  if (Array.isArray(value)) return value.map((item) => toJson(item, name));
  if (value instanceof ProtoMap) {
    const entries = value.getEntryList() as [string, unknown][];
    return Object.fromEntries(entries.map(([key]) => [key, toJson(value.get(key), name)]));
  }
  const words = typeof value === "number" ? Object.entries(enums[name] ?? {}) : [];
  return words.find(([, number]) => number === value)?.[0] ?? value;
}
