import type { Leaf } from "./connector";

/** Which of the vendors' keys mean what rules are about. The catalog says what is a secret, and which text is a URI; the rest is here. */
const keys = {
  /** Addresses and host names that the platform connects to, beside those with the format `uri`. */
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
  /** Switches that must not be false. */
  tls: ["ssl", "use_ssl"],
  /** Options of a connection, as `name=value` joined by `&` or `;`. */
  parameters: ["connection_string", "jdbc_url_params", "uri", "url"],
  region: ["aws_region", "object_storage_region", "region"],
  /** The name of a bucket, or an address that begins with it. */
  bucket: ["bucket", "bucket_name", "output_location", "remote_url", "table_uri"],
  /** Switches that must not be true. */
  anonymous: ["anonymous"],
  /** Ways to log in without a secret of one's own. */
  login: ["ambient_credentials", "arn"],
  /** Secrets that need not be a login. */
  notLogin: ["headers", "params"],
  /** Where a destination writes, beside the address. */
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

export type Fact = keyof typeof keys;

/** Arguments of ours that name another object of the platform, and can hold nothing else. */
const objectNames: readonly string[] = ["authentication.providerReadableId", "readableCollectionId"];

/** Whether a value is but the name of another object. */
export function namesObject({ path }: Leaf): boolean {
  return objectNames.includes(path);
}

/** Names of keys that are no addresses in one type, though they are in others. */
const notAddresses: readonly string[] = ["DatabricksModel.endpoint"];

/** Whether a value is under a key that means something. @param type Of the connector. */
export function means(fact: Fact, leaf: Leaf, type: string | undefined): boolean {
  if (!leaf.isVendorKey) return false;
  if (fact !== "address") return (keys[fact] as readonly string[]).includes(leaf.key);
  if (notAddresses.includes(`${type}.${leaf.key}`)) return false;
  return (keys.address as readonly string[]).includes(leaf.key) || leaf.property?.format === "uri";
}

/** Whether a secret is one that logs in. */
export function isLogin(key: string): boolean {
  return !(keys.notLogin as readonly string[]).includes(key);
}
