import type { StackValidationPolicy } from "@pulumi/policy";
import type { ConnectorResource } from "../connector";
import { means } from "../facts";
import { hostsOf } from "../hosts";
import { stackPolicy, type RuleOptions, type StackFinding, type StackRule } from "../rule";
import type { StackConnector } from "../stack";

/** Options of {@link distinctTargets}: those of every rule. */
export type TargetsOptions = RuleOptions;

/** Where a destination writes. */
interface Target {
  /** Platform and type: targets of different types are never the same. */
  readonly of: string;
  /** The values that identify the target. */
  readonly at: Readonly<Record<string, unknown>>;
  /** The errors of those that are unknown during preview. */
  readonly unknown: ReadonlyMap<string, Error>;
  /** Set if the whole configuration is unknown. */
  readonly whole: Error | undefined;
}

export const targetsRule: StackRule<TargetsOptions> = {
  name: "connector-targets",
  description: "Destinations must not write to the same target.",
  settings: {},
  *find(connectors): Iterable<StackFinding> {
    const before: (readonly [StackConnector, Target])[] = [];
    for (const about of connectors) {
      const target = targetOf(about.connector);
      if (target === undefined) continue;
      for (const [other, otherTarget] of before) {
        const verdict = compare(target, otherTarget);
        if (verdict instanceof Error) yield { about, path: pathOf(about), undecided: verdict };
        if (verdict !== true) continue;
        yield {
          about,
          path: pathOf(about),
          problem: `writes to the same target as "${other.name}"; change or remove one of them`,
        };
        break;
      }
      before.push([about, target]);
    }
  },
};

function pathOf({ connector }: StackConnector): string {
  return connector.definition.config?.field ?? "";
}

function targetOf({ platform, role, type, entry, leaves }: ConnectorResource): Target | undefined {
  if (role !== "destination" || type === undefined || entry === undefined) return undefined;
  const whole = leaves.find(({ isUnknownObject }) => isUnknownObject)?.unknown;
  const at = new Map<string, unknown>();
  const secrets = new Map<string, unknown>();
  const unknown = new Map<string, Error>();
  let isGlobal = false;
  for (const leaf of leaves) {
    const isAddress = means("address", leaf, type);
    const isTarget = means("target", leaf, type) || leaf.key === "port" || leaf.key === "remote_url";
    const isLogin = leaf.property?.writeOnly === true;
    if (!isAddress && !isTarget && !isLogin) continue;
    const key = isAddress || isTarget ? leaf.path.replace(/\[\d+\]$/, "[]") : leaf.key;
    if (leaf.unknown) unknown.set(key, leaf.unknown);
    if (isAddress || isTarget) {
      at.set(key, [...((at.get(key) as unknown[] | undefined) ?? []), ...targetsIn(leaf.value, isAddress)]);
      isGlobal ||= isAddress || globalKeys.includes(leaf.key);
    } else secrets.set(key, leaf.value);
  }
  if (at.size === 0 && whole === undefined) return undefined;
  // Without a globally unique key, the account decides: the same index name in another account is another target.
  if (!isGlobal) for (const [key, value] of secrets) at.set(key, value);
  return {
    of: `${platform}/${type}`,
    at: Object.fromEntries(at),
    unknown: new Map([...unknown].filter(([key]) => at.has(key))),
    whole,
  };
}

/** Keys whose values are globally unique. */
const globalKeys: readonly string[] = [
  "account",
  "account_name",
  "ad_account_id",
  "base_id",
  "bucket_name",
  "remote_url",
  "spreadsheet_link",
  "subdomain",
  "table_uri",
];

function targetsIn(value: unknown, isAddress: boolean): unknown[] {
  if (typeof value !== "string") return [String(value)];
  // An Azure connection string contains the account key, too. Only the account matters.
  const account = /(?:^|;)\s*AccountName=([^;]+)/i.exec(value)?.[1];
  if (account !== undefined) return [account];
  const hosts = isAddress ? hostsOf(value) : [];
  if (hosts.length === 0) return [value.replace(/\/+$/, "")];
  return [...hosts, /^[^/]*\/\/[^/?]*([^?]*?)\/*(?:\?|$)/.exec(value)?.[1] ?? ""];
}

/** Whether two targets are the same; the error of an unknown value if that cannot be decided during preview. */
function compare(one: Target, other: Target): boolean | Error {
  if (one.of !== other.of) return false;
  const whole = one.whole ?? other.whole;
  if (whole !== undefined) return whole;
  let undecided: Error | undefined;
  for (const key of new Set([...Object.keys(one.at), ...Object.keys(other.at)])) {
    const unknown = one.unknown.get(key) ?? other.unknown.get(key);
    if (unknown !== undefined) undecided ??= unknown;
    else if (JSON.stringify(one.at[key]) !== JSON.stringify(other.at[key])) return false;
  }
  return undecided ?? true;
}

/** Rejects two destinations of one type with the same target: address, database, table, bucket and folder, topic, or index. */
export function distinctTargets(options: TargetsOptions = {}): StackValidationPolicy {
  return stackPolicy(targetsRule, options);
}
