import * as messages from "@pulumi/pulumi/proto/analyzer_pb";
import type { EnforcementLevel, PolicySeverity } from "../events/policy-events";
import type { AnalyzedResource } from "../policy/analyzer";
import type { PolicyInfo, PolicyPackConfig } from "../policy/policy-config";
import type { ResourceState } from "../state/resource-state";
import type { PropertyMap } from "../values/property";
import { urnName } from "../values/urn";
import { toStruct, type WireFeatures } from "../values/wire";

// Conversion to and from the messages of the analyzer protocol. Source: pulumi/pulumi, `proto/pulumi/analyzer.proto`.

const secretsOnly: WireFeatures = { secrets: true, resources: false };

export const levelNumbers: Readonly<Record<EnforcementLevel, messages.EnforcementLevel>> = {
  advisory: messages.EnforcementLevel.ADVISORY,
  mandatory: messages.EnforcementLevel.MANDATORY,
  remediate: messages.EnforcementLevel.REMEDIATE,
  disabled: messages.EnforcementLevel.DISABLED,
};

/** By the protocol's enum values. */
const severities: readonly PolicySeverity[] = ["", "low", "medium", "high", "critical"];

export function toLevel(number: messages.EnforcementLevel): EnforcementLevel {
  const levels = Object.keys(levelNumbers) as EnforcementLevel[];
  const level = levels.find((candidate) => levelNumbers[candidate] === number);
  if (level === undefined) throw new Error(`invalid enforcement level ${String(number)}`);
  return level;
}

export function toSeverity(number: number): PolicySeverity {
  return severities[number] ?? "";
}

export function toPolicyInfo(policy: messages.PolicyInfo): PolicyInfo {
  const schema = policy.getConfigschema();
  return {
    name: policy.getName(),
    enforcementLevel: toLevel(policy.getEnforcementlevel()),
    schema: schema && {
      properties: (schema.getProperties()?.toJavaScript() ?? {}) as NonNullable<
        PolicyInfo["schema"]
      >["properties"],
      required: schema.getRequiredList(),
    },
  };
}

export function initialConfig(info: messages.AnalyzerInfo): PolicyPackConfig {
  const configs = info.getInitialconfigMap();
  const names = configs.getEntryList() as unknown as readonly [name: string, config: unknown][];
  return Object.fromEntries(
    names.flatMap(([name]) => {
      const config = configs.get(name);
      if (config === undefined) return [];
      const properties = config.getProperties()?.toJavaScript() ?? {};
      return [[name, { enforcementLevel: toLevel(config.getEnforcementlevel()), properties }]];
    }),
  );
}

export function toRequest(resource: AnalyzedResource, properties: PropertyMap): messages.AnalyzeRequest {
  const { state, provider } = resource;
  return new messages.AnalyzeRequest()
    .setUrn(state.urn)
    .setType(state.type)
    .setName(urnName(state.urn))
    .setProperties(toStruct(properties, secretsOnly))
    .setOptions(toOptions(resource))
    .setProvider(provider && toProvider(provider));
}

export function toStackResource(resource: AnalyzedResource): messages.AnalyzerResource {
  const { state, provider, properties } = resource;
  const message = new messages.AnalyzerResource()
    .setUrn(state.urn)
    .setType(state.type)
    .setName(urnName(state.urn))
    .setProperties(toStruct(withoutInternalKeys(properties), secretsOnly))
    .setOptions(toOptions(resource))
    .setProvider(provider && toProvider(provider))
    .setParent(state.parent)
    .setDependenciesList([...state.dependencies]);
  for (const [key, urns] of Object.entries(state.propertyDependencies)) {
    if (urns.length === 0) continue;
    const dependencies = new messages.AnalyzerPropertyDependencies().setUrnsList([...urns]);
    message.getPropertydependenciesMap().set(key, dependencies);
  }
  return message;
}

function toProvider({ urn, type, inputs }: ResourceState): messages.AnalyzerProviderResource {
  return new messages.AnalyzerProviderResource()
    .setUrn(urn)
    .setType(type)
    .setName(urnName(urn))
    .setProperties(toStruct(withoutInternalKeys(inputs), secretsOnly));
}

function toOptions({ state, deleteBeforeReplace }: AnalyzedResource): messages.AnalyzerResourceOptions {
  const { protect, ignoreChanges, additionalSecretOutputs, alias, customTimeouts, parent } = state;
  const timeouts = new messages.AnalyzerResourceOptions.CustomTimeouts()
    .setCreate(customTimeouts.create ?? 0)
    .setUpdate(customTimeouts.update ?? 0)
    .setDelete(customTimeouts.delete ?? 0)
    .setRead(customTimeouts.read ?? 0);
  return new messages.AnalyzerResourceOptions()
    .setProtect(protect)
    .setIgnorechangesList([...ignoreChanges])
    .setDeletebeforereplace(deleteBeforeReplace ?? false)
    .setDeletebeforereplacedefined(deleteBeforeReplace !== undefined)
    .setAdditionalsecretoutputsList([...additionalSecretOutputs])
    .setAliasesList(alias === undefined ? [] : [alias])
    .setCustomtimeouts(timeouts)
    .setParent(parent);
}

/** Removes the top-level properties that begin with `__`, which are Pulumi's own. Source: pulumi/pulumi, `MarshalProperties`. */
export function withoutInternalKeys(properties: PropertyMap): PropertyMap {
  return Object.fromEntries(Object.entries(properties).filter(([key]) => !key.startsWith("__")));
}
