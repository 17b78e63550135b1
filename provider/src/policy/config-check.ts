import type { IAnalyzerService } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import type { ConfigureAnalyzerRequest } from "@pulumi/pulumi/proto/analyzer_pb";
import { nearest } from "../catalog/nearest";
import type { Fields } from "../values/fields";
import { allSettingProblems, type RuleSettings } from "./settings/problems";
import { settingsError } from "./settings/settings-error";

/** The rules of which this process has made policies, by name. */
const rules = new Map<string, RuleSettings>();

/** Has the configuration of a rule's policy checked as soon as the pack gets it. */
export function checkConfigOf(rule: RuleSettings): void {
  rules.set(rule.name, rule);
}

/** A policy's part of the configuration. */
export interface ConfigPart {
  readonly isDisabled: boolean;
  readonly settings: Fields;
}

/**
 * Finds policies that the pack does not have, and wrong settings of this package's rules. One line a problem.
 *
 * @param policies The names of the pack's policies.
 */
export function configProblems(
  config: Readonly<Record<string, ConfigPart>>,
  policies: readonly string[],
): string[] {
  return Object.entries(config).flatMap(([name, { isDisabled, settings }]) => {
    if (name === "all") return Object.keys(settings).map((key) => `all.${key}: "all" has only a level`);
    if (!policies.includes(name))
      return [`${name}: the policy pack has no such rule; ${hint(name, policies)}`];
    const rule = rules.get(name);
    if (rule === undefined) return [];
    return allSettingProblems(isDisabled ? { ...rule, conflicts: undefined } : rule, settings);
  });
}

/** The rules of this package begin alike, which must not make them similar. */
const prefix = /^connector-/;

function hint(name: string, policies: readonly string[]): string {
  const names = [...policies, "all"];
  const words = new Map(names.map((each) => [each.replace(prefix, ""), each]));
  const meant =
    words.get(nearest(name.replace(prefix, ""), [...words.keys()]) ?? "") ?? nearest(name, names, 2);
  return meant === undefined ? `it has: ${policies.join(", ")}` : `did you mean ${meant}?`;
}

/**
 * Has every policy pack of this process refuse a wrong configuration, with the SDK that is loaded. To a policy the SDK gives the settings
 * under its own name only. But the engine passes on whatever the user configured, before the first resource, so the request is checked
 * where the SDK's server decodes it. A policy pack that has not started yet is covered, whatever else it has policies of.
 */
export function watchConfig(): void {
  for (const [file, loaded] of Object.entries(require.cache)) {
    if (!/[\\/]proto[\\/]analyzer_grpc_pb\.js$/.test(file)) continue;
    const { AnalyzerService } = (loaded?.exports ?? {}) as { readonly AnalyzerService?: IAnalyzerService };
    if (AnalyzerService !== undefined) watchService(AnalyzerService);
  }
}

const watched = new WeakSet<IAnalyzerService>();

/** Watches one copy of the SDK. */
export function watchService(service: IAnalyzerService): void {
  if (watched.has(service)) return;
  watched.add(service);
  const { getAnalyzerInfo, configure } = service;
  const { responseSerialize } = getAnalyzerInfo;
  const { requestDeserialize } = configure;
  let policies: readonly string[] | undefined;
  getAnalyzerInfo.responseSerialize = (info) => {
    policies = info.getPoliciesList().map((policy) => policy.getName());
    return responseSerialize(info);
  };
  configure.requestDeserialize = (bytes) => {
    const request = requestDeserialize(bytes);
    const map = request.getPolicyconfigMap();
    // An error of the decoding would reach the engine without its message, one of this call reaches it with it.
    request.getPolicyconfigMap = () => {
      const config = configIn(map);
      const problems = configProblems(config, policies ?? Object.keys(config));
      if (problems.length > 0) throw settingsError(problems);
      return map;
    };
    return request;
  };
}

/** The protocol's number of the level. */
const disabled = 2;

function configIn(
  map: ReturnType<ConfigureAnalyzerRequest["getPolicyconfigMap"]>,
): Record<string, ConfigPart> {
  const entries = map.getEntryList() as unknown as readonly [name: string, part: unknown][];
  return Object.fromEntries(
    entries.map(([name]) => {
      const part = map.get(name);
      const settings = part?.getProperties()?.toJavaScript() ?? {};
      return [name, { isDisabled: Number(part?.getEnforcementlevel()) === disabled, settings }];
    }),
  );
}
