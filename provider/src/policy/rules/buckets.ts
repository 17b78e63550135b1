import type { ResourceValidationPolicy } from "@pulumi/policy";
import { isUnknownWhole } from "../connector";
import { credentialIn } from "../credential-forms";
import { means } from "../facts";
import { isNamed, texts } from "../patterns";
import { resourcePolicy, type Finding, type ResourceRule, type RuleOptions } from "../rule";

export interface AllowedBucketsOptions extends RuleOptions {
  /** The buckets that connectors may use; `*` is any run of characters. Default: all. */
  buckets?: readonly string[];
}

export const allowedBucketsRule: ResourceRule<AllowedBucketsOptions> = {
  name: "connector-buckets",
  description: "Connectors use buckets that are allowed.",
  properties: { buckets: texts("The buckets that connectors may use; left out, all.") },
  *find({ leaves, type }, { buckets }): Iterable<Finding> {
    if (buckets === undefined) return;
    for (const leaf of leaves) {
      const { path, value, unknown, isSecret } = leaf;
      const isAbout = means("bucket", leaf, type);
      if (unknown && (isAbout || isUnknownWhole(leaf))) yield { path, undecided: unknown };
      if (!isAbout || typeof value !== "string") continue;
      const bucket = bucketOf(value);
      if (isNamed(bucket, buckets)) continue;
      const what = isSecret || credentialIn(value) !== undefined ? "this bucket" : `"${bucket}"`;
      yield { path, problem: `${what} is not allowed; use one of: ${buckets.join(", ")}` };
    }
  },
};

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
  return resourcePolicy(allowedBucketsRule, options);
}
