import type { ResourceValidationPolicy } from "@pulumi/policy";
import { resourcePolicy, type RuleOptions } from "../rule";
import { allowListRule } from "./allow-list";

export interface AllowedBucketsOptions extends RuleOptions {
  /** The buckets that connectors may use; `*` is any run of characters. Default: all. */
  buckets?: readonly string[];
}

const rule = allowListRule({
  name: "connector-buckets",
  description: "Connectors use buckets that are allowed.",
  option: "buckets",
  optionText: "The buckets that connectors may use; left out, all.",
  meaning: "bucket",
  namesIn: (value) => [bucketOf(value)],
  show: ([bucket = ""]) => `"${bucket}"`,
  hidden: "this bucket",
});

/** Of an address, what comes first; of an https address of S3, which ambient credentials need, the bucket in host or path. */
function bucketOf(text: string): string {
  const [, scheme = "", first = "", second = ""] =
    /^\s*([a-z0-9]+):\/\/([^/?#]*)\/?([^/?#]*)/i.exec(text) ?? [];
  if (scheme === "") return text.trim();
  if (!/^https?$/i.test(scheme)) return first;
  return /^(.+)\.s3[.-]/.exec(first)?.[1] ?? second;
}

/** Connectors use buckets that are allowed. */
export function allowedBuckets(options: AllowedBucketsOptions = {}): ResourceValidationPolicy {
  return resourcePolicy(rule, options);
}
