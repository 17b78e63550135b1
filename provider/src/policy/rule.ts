import type {
  EnforcementLevel,
  PolicyConfigSchema,
  PolicyResource,
  ReportViolation,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";
import type { Fields } from "../values/fields";
import { connectorOf, type ConnectorResource, type Leaf } from "./connector";

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
export interface RuleMetadata {
  /** Key of the rule in the policy pack's configuration. */
  readonly name: string;
  readonly description: string;
  readonly properties: PolicyConfigSchema["properties"];
}

/** A rule that looks at one resource at a time. */
export interface ResourceRule<Options> extends RuleMetadata {
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

/** A resource of this package in a stack. */
export interface StackConnector {
  readonly urn: string;
  readonly name: string;
  readonly connector: ConnectorResource;
}

/** A finding about a stack, or about one of its resources. */
export type StackFinding = Finding & { readonly about?: StackConnector };

/** A rule that looks at all resources of a stack. */
export interface StackRule<Options> extends RuleMetadata {
  readonly find: (connectors: readonly StackConnector[], options: Options) => Iterable<StackFinding>;
}

/** Creates the policy of a resource rule. The policy pack's configuration overrides the options. */
export function resourcePolicy<Options extends RuleOptions>(
  { applies = () => true, find, remediate, ...metadata }: ResourceRule<Options>,
  options: Options,
): ResourceValidationPolicy {
  return {
    ...policyFields(metadata, options),
    validateResource(args, reportViolation) {
      const settings = configured(options, args);
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
            const remediations =
              connector === undefined ? [] : remediate(connector, configured(options, args));
            if (remediations.length === 0) return undefined;
            for (const { leaf, value } of remediations) replaceAt(args.props, leaf.steps, value);
            return args.props;
          },
        }),
  };
}

/** Creates the policy of a stack rule. The policy pack's configuration overrides the options. */
export function stackPolicy<Options extends RuleOptions>(
  { find, ...metadata }: StackRule<Options>,
  options: Options,
): StackValidationPolicy {
  return {
    ...policyFields(metadata, options),
    validateStack(args, reportViolation) {
      const connectors = args.resources.flatMap(stackConnector);
      report(find(connectors, configured(options, args)), (finding) =>
        finding.about === undefined
          ? reportViolation(finding.problem)
          : reportViolation(message(finding.about.connector, finding.about.name, finding), finding.about.urn),
      );
    },
  };
}

function stackConnector({ type, props, urn, name }: PolicyResource): StackConnector[] {
  const connector = connectorOf({ type, props: props as Fields });
  return connector === undefined ? [] : [{ urn, name, connector }];
}

type Policy = Pick<ResourceValidationPolicy, "name" | "description" | "enforcementLevel" | "configSchema">;

function policyFields({ name, description, properties }: RuleMetadata, options: RuleOptions): Policy {
  const { enforcementLevel, ...settings } = options;
  const defaults = Object.entries(settings).filter(([, value]) => value !== undefined);
  return {
    name,
    description,
    ...(enforcementLevel === undefined ? {} : { enforcementLevel }),
    configSchema: {
      properties: {
        ...properties,
        ...Object.fromEntries(
          defaults.map(([key, value]) => [key, { ...properties[key], default: value as string }]),
        ),
      },
    },
  };
}

function configured<Options extends RuleOptions>(
  options: Options,
  args: Pick<ResourceValidationArgs, "getConfig">,
): Options {
  return { ...options, ...args.getConfig() };
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
  return `${kind} "${name}": ${path}: ${problem}`;
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
