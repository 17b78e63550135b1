import type { ResourceValidationPolicy } from "@pulumi/policy";
import { resourcePolicy, type RuleOptions } from "../rule";
import { didYouMean, listSetting } from "../settings/setting";
import { allowListRule } from "./allow-list";

/** Options of {@link allowedBuckets}. */
export interface AllowedBucketsOptions extends RuleOptions {
  /** Buckets and containers that connectors may use. `*` matches any characters: `"acme-*"`. Default: all. */
  buckets?: readonly string[];
}

const rule = allowListRule({
  name: "connector-buckets",
  description: "Connectors must use allowed buckets.",
  option: "buckets",
  setting: listSetting("Buckets that connectors may use. Default: all.", bucketProblem),
  meaning: "bucket",
  namesIn: (value) => [bucketOf(value)],
  noun: "bucket",
});

/** The first part of an address; for an https URL of S3, which ambient credentials require, the bucket in its host or path. */
function bucketOf(value: string): string {
  const [, scheme = "", first = "", second = ""] =
    /^\s*([a-z0-9]+):\/\/([^/?#]*)\/?([^/?#]*)/i.exec(value) ?? [];
  if (scheme === "") return value.trim();
  if (!/^https?$/i.test(scheme)) return first;
  return /^(.+)\.s3[.-]/.exec(first)?.[1] ?? second;
}

/** Buckets are compared without their address. */
function bucketProblem(item: string): string | undefined {
  return item.includes("://")
    ? `"${item}" is an address, not a bucket${didYouMean(bucketOf(item) || undefined)}`
    : undefined;
}

/** Restricts connectors to a list of buckets. */
export function allowedBuckets(options: AllowedBucketsOptions = {}): ResourceValidationPolicy {
  return resourcePolicy(rule, options);
}
