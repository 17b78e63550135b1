import { formatOf } from "../catalog/property";
import type { Leaf } from "./connector";

/** The vendors' keys that rules look for. The catalog itself marks secrets and URIs; this table has the rest. */
const keys = {
  /** Addresses and host names that the platform connects to, in addition to those that the catalog says are URLs. */
  address: [
    "ad_server",
    "api_endpoint",
    "api_url",
    "auth_uri",
    "base_url",
    "bootstrap_server",
    "bootstrap_servers",
    "connection_string",
    "databricks_host",
    "destination_url",
    "endpoint",
    "endpoint_url",
    "host",
    "hosts",
    "iceberg_endpoint",
    "instance_url",
    "object_storage_endpoint",
    "remote_url",
    "server_hostname",
    "shop_domain",
    "site_url",
    "token_uri",
    "uri",
    "url",
    "url_host",
  ],
  /** Booleans that must not be false. */
  tls: ["ssl", "use_ssl"],
  /** Connection options: `name=value` pairs, separated by `&` or `;`. */
  parameters: ["connection_string", "jdbc_url_params", "uri", "url"],
  region: ["aws_region", "object_storage_region", "region"],
  /** The name of a bucket, or an address that starts with it. */
  bucket: ["bucket", "bucket_name", "output_location", "remote_url", "table_uri"],
  /** Booleans that must not be true. */
  anonymous: ["anonymous"],
  /** Ways to log in without a secret in the configuration. */
  login: ["ambient_credentials", "arn"],
  /** Secrets that are not necessarily credentials. */
  notLogin: ["headers", "params"],
  /** Where a destination writes, in addition to its address. */
  target: [
    "account",
    "account_name",
    "ad_account_id",
    "audience_id",
    "base_id",
    "bucket",
    "bucket_name",
    "catalog",
    "channel_id",
    "class_name",
    "collection",
    "collection_name",
    "database",
    "db_name",
    "db_schema",
    "destination_path",
    "file_name",
    "file_path",
    "index",
    "index_name",
    "key_prefix",
    "keyspace",
    "list_id",
    "namespace",
    "region",
    "schema",
    "scope",
    "sid",
    "spreadsheet_link",
    "subdomain",
    "table",
    "table_name",
    "table_uri",
    "topic",
    "volume",
    "volume_path",
  ],
} as const;

export type Meaning = keyof typeof keys;

/** Keys that are addresses in other types, but not in this one. */
const notAddresses: readonly string[] = ["DatabricksModel.endpoint"];

/** Whether a value's key has a certain meaning. @param type Connector type. */
export function means(meaning: Meaning, leaf: Leaf, type: string | undefined): boolean {
  if (!leaf.isVendorKey) return false;
  if (meaning !== "address") return (keys[meaning] as readonly string[]).includes(leaf.key);
  if (notAddresses.includes(`${type}.${leaf.key}`)) return false;
  return (keys.address as readonly string[]).includes(leaf.key) || formatOf(leaf.property) === "uri";
}

/** Whether a secret is a credential. */
export function isCredential(key: string): boolean {
  return !(keys.notLogin as readonly string[]).includes(key);
}
