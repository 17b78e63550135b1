import type { StackValidationPolicy } from "@pulumi/policy";
import { isUnknownWhole, type ConnectorResource } from "../connector";
import { means } from "../facts";
import { hostsOf } from "../hosts";
import {
  stackPolicy,
  type RuleOptions,
  type StackConnector,
  type StackFinding,
  type StackRule,
} from "../rule";

export type TargetsOptions = RuleOptions;

/** Where a destination writes, by its keys. */
interface Target {
  /** Of equal ones only, others can be the same. */
  readonly of: string;
  readonly at: Readonly<Record<string, unknown>>;
  readonly unknown: ReadonlyMap<string, Error>;
  /** The same of all keys at once. */
  readonly whole: Error | undefined;
}

export const targetsRule: StackRule<TargetsOptions> = {
  name: "connector-targets",
  description: "No two destinations write to the same target.",
  properties: {},
  *find(connectors): Iterable<StackFinding> {
    const before: (readonly [StackConnector, Target])[] = [];
    // The CLI hands them over in any order; of two that are the same, it is to be always the same one that is named.
    for (const about of connectors.toSorted((one, other) => (one.urn < other.urn ? -1 : 1))) {
      const target = targetOf(about.connector);
      if (target === undefined) continue;
      for (const [other, otherTarget] of before) {
        const verdict = compare(target, otherTarget);
        if (verdict instanceof Error) yield { about, path: pathOf(about), undecided: verdict };
        if (verdict !== true) continue;
        yield {
          about,
          path: pathOf(about),
          problem: `writes to the same target as "${other.name}"; give one of them another, or remove it`,
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
  const whole = leaves.find(isUnknownWhole)?.unknown;
  const at = new Map<string, unknown>();
  const secrets = new Map<string, unknown>();
  const unknown = new Map<string, Error>();
  let isFindable = false;
  for (const leaf of leaves) {
    const isAddress = means("address", leaf, type);
    const isTarget = means("target", leaf, type) || leaf.key === "port" || leaf.key === "remote_url";
    const isLogin = leaf.property?.writeOnly === true;
    if (!isAddress && !isTarget && !isLogin) continue;
    const key = isAddress || isTarget ? leaf.path.replace(/\[\d+\]$/, "[]") : leaf.key;
    if (leaf.unknown) unknown.set(key, leaf.unknown);
    if (isAddress || isTarget) {
      at.set(key, [...((at.get(key) as unknown[] | undefined) ?? []), ...placesOf(leaf.value, isAddress)]);
      isFindable ||= isAddress || findable.includes(leaf.key);
    } else secrets.set(key, leaf.value);
  }
  if (at.size === 0 && whole === undefined) return undefined;
  // An index of the same name in another account is another one.
  if (!isFindable) for (const [key, value] of secrets) at.set(key, value);
  return {
    of: `${platform}/${type}`,
    at: Object.fromEntries(at),
    unknown: new Map([...unknown].filter(([key]) => at.has(key))),
    whole,
  };
}

/** Keys whose values are the same thing in every account. */
const findable: readonly string[] = [
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

function placesOf(value: unknown, isAddress: boolean): unknown[] {
  if (typeof value !== "string") return [String(value)];
  // The key of an Azure account stands in its connection string; the account is what matters.
  const account = /(?:^|;)\s*AccountName=([^;]+)/i.exec(value)?.[1];
  if (account !== undefined) return [account];
  const hosts = isAddress ? hostsOf(value) : [];
  if (hosts.length === 0) return [value.replace(/\/+$/, "")];
  return [...hosts, /^[^/]*\/\/[^/?]*([^?]*?)\/*(?:\?|$)/.exec(value)?.[1] ?? ""];
}

/** Whether they are the same, or why it is not known yet. */
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

/** No two destinations of a type write to the same place: address, database, table, bucket and folder, topic, index. */
export function distinctTargets(options: TargetsOptions = {}): StackValidationPolicy {
  return stackPolicy(targetsRule, options);
}
