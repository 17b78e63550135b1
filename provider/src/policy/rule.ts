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

/** What all rules take. */
export interface RuleOptions {
  /**
   * What a violation does: `"advisory"` warns, `"mandatory"` stops, `"remediate"` mends where the rule can and stops where it
   * cannot, `"disabled"` is not looked for. Default: the policy pack's.
   */
  enforcementLevel?: EnforcementLevel;
}

/** What a rule has found in a resource. Never holds a value of a secret. */
export type Finding =
  | {
      readonly path: string;
      /** What is wrong, and what to do. */
      readonly problem: string;
    }
  /** That it cannot be decided before an `up`, and what touching the value has thrown. */
  | { readonly path: string; readonly undecided: Error };

/** What a rule may want to know beside the arguments. */
export interface RuleContext {
  readonly stack: string;
  readonly isProtected: boolean;
}

/** What tells one rule from another. */
export interface RuleText {
  /** By which the policy pack's configuration calls it. */
  readonly name: string;
  readonly description: string;
  readonly properties: PolicyConfigSchema["properties"];
}

/** A rule about each resource by itself. */
export interface ResourceRule<Options> extends RuleText {
  /** Whether there is anything to look for, before a resource is read. Default: always. */
  readonly applies?: (options: Options, context: RuleContext) => boolean;
  readonly find: (connector: ConnectorResource, options: Options, context: RuleContext) => Iterable<Finding>;
  /** The values to put in place of others, none if all is well. */
  readonly mend?: (connector: ConnectorResource, options: Options) => readonly Mending[];
}

/** A value to be put in place of another. */
export interface Mending {
  readonly leaf: Leaf;
  readonly value: string;
}

/** A resource of a stack that is one of this package. */
export interface StackConnector {
  readonly urn: string;
  readonly name: string;
  readonly connector: ConnectorResource;
}

/** A finding about a stack, or a resource of it. */
export type StackFinding = Finding & { readonly about?: StackConnector };

/** A rule about all resources of a stack. */
export interface StackRule<Options> extends RuleText {
  readonly find: (connectors: readonly StackConnector[], options: Options) => Iterable<StackFinding>;
}

/** The policy of a rule. The policy pack's configuration goes before the options. */
export function resourcePolicy<Options extends RuleOptions>(
  { applies = () => true, find, mend, ...text }: ResourceRule<Options>,
  options: Options,
): ResourceValidationPolicy {
  return {
    ...policyText(text, options),
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
    ...(mend === undefined
      ? {}
      : {
          remediateResource(args) {
            const connector = connectorOf({ type: args.type, props: args.props as Fields });
            const mendings = connector === undefined ? [] : mend(connector, configured(options, args));
            if (mendings.length === 0) return undefined;
            for (const { leaf, value } of mendings) put(args.props, leaf.steps, value);
            return args.props;
          },
        }),
  };
}

/** The policy of a rule about a stack. The policy pack's configuration goes before the options. */
export function stackPolicy<Options extends RuleOptions>(
  { find, ...text }: StackRule<Options>,
  options: Options,
): StackValidationPolicy {
  return {
    ...policyText(text, options),
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

function policyText({ name, description, properties }: RuleText, options: RuleOptions): Policy {
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

/** Reports what is decided, then throws what is not, for @pulumi/policy to say so: it looks at the error's own class. */
function report<Found extends Finding>(
  findings: Iterable<Found>,
  tell: (finding: Found & { readonly problem: string }) => ReturnType<ReportViolation>,
): void {
  let undecided: Error | undefined;
  for (const finding of findings) {
    if (isDecided(finding)) tell(finding);
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

/** In place, for what is secret stays so only where it stands. */
function put(props: Record<string, unknown>, steps: readonly (string | number)[], value: string): void {
  const [last = "", ...before] = [...steps].reverse();
  const parent = before
    .reverse()
    .reduce<unknown>((current, step) => (current as Record<string, unknown>)[step], props);
  (parent as Record<string, unknown>)[last] = value;
}

function stackOf(urn: string): string {
  return urn.split("::")[0]?.slice("urn:pulumi:".length) ?? "";
}
