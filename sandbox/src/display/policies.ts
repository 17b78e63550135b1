import type { EngineEvent } from "../engine/events/events";
import type { PolicyPackIdentity, PolicyRemediation, PolicyViolation } from "../engine/events/policy-events";
import { urnName, urnType, type Urn } from "../engine/values/urn";
import { emphasis, headline, plainPen, type Format, type Pen } from "./pen";
import { printChange, widthOf } from "./property-printer";
import { viewProperties, type Redact } from "./step-view";
import { diffMaps } from "./value-diff";

/**
 * Reports the results of the policies of an operation, by pack.
 * Source: pulumi/pulumi, `printPolicies` in `pkg/backend/display/progress.go`.
 */
export class PolicyReport {
  readonly #violations: PolicyViolation[] = [];
  readonly #remediations: PolicyRemediation[] = [];
  #packs: readonly PolicyPackIdentity[] = [];

  observe(event: EngineEvent): void {
    if (event.kind === "policies-loaded") this.#packs = event.packs;
    else if (event.kind === "policy-violation") this.#violations.push(event);
    else if (event.kind === "policy-remediation") this.#remediations.push(event);
  }

  get hasMandatoryViolations(): boolean {
    return this.#violations.some(({ level }) => level === "mandatory");
  }

  /** The lines of the section; none if there are no packs. */
  lines(pen: Pen = plainPen): string[] {
    if (this.#packs.length === 0) return [];
    const paths = new Map<string, string[]>();
    for (const { name, version, path } of this.#packs) {
      const key = `${name}@v${version}`;
      paths.set(key, [...(paths.get(key) ?? []), shortPath(path)]);
    }
    const packs = [...paths].sort(([a], [b]) => compare(a, b));
    return [
      pen("Policies:", headline),
      ...packs.flatMap(([key, local]) => this.#packLines(key, local.sort(), pen)),
      "",
    ];
  }

  /** The lines at the end of a rich diff. */
  summaryLines(pen: Pen = plainPen): string[] {
    if (this.#packs.length === 0) return [];
    const rows = this.#packs
      .map(({ name, version, path }) => [`${name}|local|${shortPath(path)}`, version] as const)
      .sort(([a], [b]) => compare(a, b));
    const width = Math.max(...rows.map(([name]) => name.length), "Name".length);
    const table = [["Name", "Version"] as const, ...rows];
    return [
      "",
      pen("Policy Packs run:", headline),
      ...table.map(([name, version]) => pen(`    ${name.padEnd(width)}  ${version}`)),
    ];
  }

  #packLines(key: string, paths: readonly string[], pen: Pen): string[] {
    const isOfPack = ({ pack, version }: PolicyViolation | PolicyRemediation): boolean =>
      `${pack}@v${version}` === key;
    const violations = this.#violations.filter(isOfPack).sort(compareViolations);
    const counts = new Map<string, number>();
    for (const { policy } of this.#remediations.filter(isOfPack)) {
      counts.set(policy, (counts.get(policy) ?? 0) + 1);
    }
    return [
      `    ${markOf(violations)} ${pen(key, emphasis.info)}${pen(` (local: ${paths.join("; ")})`)}`,
      ...[...counts]
        .sort(([a], [b]) => compare(a, b))
        .map(
          ([policy, count]) =>
            `        - ${pen(`[remediate]  ${policy}`, emphasis.info)}  (${count} ${count === 1 ? "resource" : "resources"})`,
        ),
      ...violations.flatMap((violation) => [
        `        - ${pen(violationTitle(violation), formatsOfLevel(violation))}`,
        ...messageLines(violation).map((line) => pen(`          ${line}`)),
      ]),
    ];
  }
}

/** A violation in a rich diff. Source: `renderDiffPolicyViolationEvent` in `pkg/backend/display/diff.go`. */
export function printViolation(violation: PolicyViolation, pen: Pen = plainPen): string[] {
  const { pack, version } = violation;
  const [first = "", ...rest] = messageLines(violation).map((line) => pen(line));
  const title = pen(`    ${pack}@v${version} ${violationTitle(violation)}`, formatsOfLevel(violation));
  return [title + first, ...rest];
}

/** A remediation in a rich diff, with its changes. Source: `renderDiffPolicyRemediationEvent`. */
export function printRemediation(
  remediation: PolicyRemediation,
  redact: Redact,
  pen: Pen = plainPen,
): string[] {
  const { pack, version, policy, urn } = remediation;
  const before = viewProperties(remediation.before, redact);
  const after = viewProperties(remediation.after, redact);
  const changes = [...(diffMaps(before, after) ?? [])].filter(([, { kind }]) => kind !== "same");
  const width = widthOf([...Object.keys(before), ...Object.keys(after)]);
  const text = changes.map(([key, change]) => printChange(key, change, width, 2, pen)).join("");
  return [
    pen(`    ${pack}@v${version} [remediate]  ${policy}${resourceText(urn)}`, emphasis.info),
    ...text.split("\n").slice(0, -1),
    "",
  ];
}

function violationTitle({ level, severity, policy, urn }: PolicyViolation): string {
  const suffix = severity === "" ? "" : ` [severity: ${severity}]`;
  return `[${level}]${suffix}  ${policy}${resourceText(urn)}`;
}

/** Source: `renderDiffPolicyViolationEvent`: red is what stops an operation. */
function formatsOfLevel({ level }: PolicyViolation): readonly Format[] {
  return level === "mandatory" ? emphasis.error : emphasis.warning;
}

function resourceText(urn: Urn): string {
  return urn === "" ? "" : `  (${urnType(urn)}: ${urnName(urn)})`;
}

function messageLines({ message }: PolicyViolation): string[] {
  return message.replace(/\n$/, "").split("\n");
}

function markOf(violations: readonly PolicyViolation[]): string {
  if (violations.some(({ level }) => level === "mandatory")) return "❌";
  return violations.length > 0 ? "⚠️" : "✅";
}

const severities = ["critical", "high", "medium", "low", ""];

/** By level, severity, policy and resource. */
function compareViolations(a: PolicyViolation, b: PolicyViolation): number {
  return (
    compare(b.level, a.level) ||
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    compare(a.policy, b.policy) ||
    compare(a.urn, b.urn)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** Source: `abbreviateFilePath` in `pkg/engine/update.go`. */
function shortPath(path: string): string {
  const folders = path.split("/");
  if (path.length <= 75 || folders.length <= 4) return path;
  return [...folders.slice(0, 2), "...", ...folders.slice(-2)].join("/");
}
