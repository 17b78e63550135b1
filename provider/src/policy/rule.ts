import type {
  EnforcementLevel,
  PolicyConfigSchema,
  ReportViolation,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";
import { isEqual, type Fields } from "../values/fields";
import { checkConfigOf, watchConfig } from "./config-check";
import { connectorOf, type ConnectorResource, type Leaf } from "./connector";
import { allSettingProblems, settingProblems } from "./settings/problems";
import type { Setting } from "./settings/setting";
import { settingsError } from "./settings/settings-error";
import { stackConnectors, type StackConnector } from "./stack";

/** Options of every rule. */
export interface RuleOptions {
  /**
   * What happens on a violation:
   *
   * - `"advisory"` prints a warning.
   * - `"mandatory"` fails the operation.
   * - `"remediate"` fixes the violation if the rule can, and fails the operation otherwise.
   * - `"disabled"` turns the rule off.
   *
   * Default: the level of the policy pack.
   */
  enforcementLevel?: EnforcementLevel;
}

/** A rule's finding about a resource. Never contains the value of a secret. */
export type Finding =
  | {
      /** Empty for a resource as a whole. */
      readonly path: string;
      /** Says what is wrong and what to do. */
      readonly problem: string;
    }
  /** The rule cannot decide during preview. `undecided` is the error that reading the unknown value threw. */
  | { readonly path: string; readonly undecided: Error };

/** What a rule knows about a resource besides its arguments. */
export interface RuleContext {
  readonly stack: string;
  readonly isProtected: boolean;
}

/** Identifies and documents a rule. */
export interface RuleMetadata<Options> {
  /** Key of the rule in the policy pack's configuration. */
  readonly name: string;
  readonly description: string;
  /** Its options, but for those of every rule. */
  readonly settings: Readonly<Record<Exclude<keyof Options & string, keyof RuleOptions>, Setting>>;
  /** Says why options that are each right are wrong together: what is set twice, or that the rule checks nothing. Default: they never are. */
  readonly conflicts?: (options: Options) => Iterable<string>;
}

/** A rule that looks at one resource at a time. */
export interface ResourceRule<Options> extends RuleMetadata<Options> {
  /** Whether the rule applies at all, before the resource is read. Default: always. */
  readonly applies?: (options: Options, context: RuleContext) => boolean;
  readonly find: (connector: ConnectorResource, options: Options, context: RuleContext) => Iterable<Finding>;
  /** Returns the values to replace; none if there is no violation. */
  readonly remediate?: (connector: ConnectorResource, options: Options) => readonly Remediation[];
}

/** A new value for a leaf. */
export interface Remediation {
  readonly leaf: Leaf;
  readonly value: string;
}

/** A finding about a stack, or about one of its resources. */
export type StackFinding = Finding & { readonly about?: StackConnector };

/** A rule that looks at all resources of a stack. */
export interface StackRule<Options> extends RuleMetadata<Options> {
  /** Whether the rule applies at all, before the resources are read. Default: always. */
  readonly applies?: (options: Options) => boolean;
  readonly find: (connectors: readonly StackConnector[], options: Options) => Iterable<StackFinding>;
}

/**
 * Creates the policy of a resource rule. The policy pack's configuration overrides the options.
 *
 * @throws ConnectorsRunError `PC_POLICY_SETTING` if an option is unknown or cannot be meant.
 */
export function resourcePolicy<Options extends RuleOptions>(
  { applies = () => true, find, remediate, ...metadata }: ResourceRule<Options>,
  options: Options,
): ResourceValidationPolicy {
  const configured = configuration(metadata, options);
  return policyOf<Options, Pick<ResourceValidationPolicy, "validateResource" | "remediateResource">>(
    metadata,
    options,
    {
      validateResource(args: ResourceValidationArgs, reportViolation: ReportViolation) {
        const settings = configured(args);
        const context = { stack: stackOf(args.urn), isProtected: args.opts.protect };
        if (!applies(settings, context)) return;
        const connector = connectorOf({ type: args.type, props: args.props as Fields });
        if (connector === undefined) return;
        report(find(connector, settings, context), (finding) =>
          reportViolation(message(connector, args.name, finding)),
        );
      },
      ...(remediate === undefined
        ? {}
        : {
            remediateResource(args) {
              const connector = connectorOf({ type: args.type, props: args.props as Fields });
              const remediations = connector === undefined ? [] : remediate(connector, configured(args));
              if (remediations.length === 0) return undefined;
              for (const { leaf, value } of remediations) replaceAt(args.props, leaf.steps, value);
              return args.props;
            },
          }),
    },
  );
}

/**
 * Creates the policy of a stack rule. The policy pack's configuration overrides the options.
 *
 * @throws ConnectorsRunError `PC_POLICY_SETTING` if an option is unknown or cannot be meant.
 */
export function stackPolicy<Options extends RuleOptions>(
  { applies = () => true, find, ...metadata }: StackRule<Options>,
  options: Options,
): StackValidationPolicy {
  const configured = configuration(metadata, options);
  return policyOf<Options, Pick<StackValidationPolicy, "validateStack">>(metadata, options, {
    validateStack(args, reportViolation) {
      const settings = configured(args);
      if (!applies(settings)) return;
      report(find(stackConnectors(args.resources), settings), (finding) =>
        finding.about === undefined
          ? reportViolation(finding.problem)
          : reportViolation(message(finding.about.connector, finding.about.name, finding), finding.about.urn),
      );
    },
  });
}

/** A policy of either kind, with what both have: name, description, level, and the schema of the settings. */
function policyOf<Options extends RuleOptions, Checks>(
  { name, description, settings }: RuleMetadata<Options>,
  { enforcementLevel, ...options }: Options,
  checks: Checks,
): Checks & Pick<ResourceValidationPolicy, "name" | "description" | "enforcementLevel" | "configSchema"> {
  const properties = Object.entries<Setting>(settings).map(([key, { schema }]) => {
    const value = (options as Fields)[key];
    return [key, value === undefined ? schema : { ...schema, default: value }] as const;
  });
  const configSchema: PolicyConfigSchema = { properties: Object.fromEntries(properties) };
  return {
    name,
    description,
    ...(enforcementLevel === undefined ? {} : { enforcementLevel }),
    ...checks,
    // The SDK reads it when a pack starts. Before that it need not have been loaded.
    get configSchema() {
      watchConfig();
      return configSchema;
    },
  };
}

/**
 * Checks the options of a rule, and returns what makes its settings of them and the policy pack's configuration. That is checked before
 * the first resource, unless the policy has a name of its own, or the SDK another form; so it is checked here too.
 */
function configuration<Options extends RuleOptions>(
  rule: RuleMetadata<Options>,
  options: Options,
): (args: Pick<ResourceValidationArgs, "getConfig">) => Options {
  const problems = settingProblems(rule, options);
  if (problems.length > 0) throw settingsError(problems);
  checkConfigOf(rule);
  let checked: Options | undefined;
  return (args) => {
    const settings = { ...options, ...args.getConfig() };
    if (checked !== undefined && isEqual(checked, settings)) return settings;
    const found = allSettingProblems(rule, settings as Fields);
    if (found.length > 0) throw settingsError(found);
    checked = settings;
    return settings;
  };
}

/**
 * Reports the findings that are decided, then throws the first that is not. @pulumi/policy recognizes the class of that error and
 * reports that the policy could not run.
 */
function report<Found extends Finding>(
  findings: Iterable<Found>,
  reportFinding: (finding: Found & { readonly problem: string }) => ReturnType<ReportViolation>,
): void {
  let undecided: Error | undefined;
  for (const finding of findings) {
    if (isDecided(finding)) reportFinding(finding);
    else if ("undecided" in finding) undecided ??= finding.undecided;
  }
  if (undecided !== undefined) throw undecided;
}

function isDecided<Found extends Finding>(finding: Found): finding is Found & { readonly problem: string } {
  return "problem" in finding;
}

function message(
  { kind }: ConnectorResource,
  name: string,
  { path, problem }: { readonly path: string; readonly problem: string },
): string {
  return [`${kind} "${name}"`, path, problem].filter(Boolean).join(": ");
}

/** Replaces a value in place: only then does it stay secret. */
function replaceAt(props: Record<string, unknown>, steps: readonly (string | number)[], value: string): void {
  const [last = "", ...before] = [...steps].reverse();
  const parent = before
    .reverse()
    .reduce<unknown>((current, step) => (current as Record<string, unknown>)[step], props);
  (parent as Record<string, unknown>)[last] = value;
}

function stackOf(urn: string): string {
  return urn.split("::")[0]?.slice("urn:pulumi:".length) ?? "";
}
