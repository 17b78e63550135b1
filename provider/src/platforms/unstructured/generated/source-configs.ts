// Generated from the catalog by `npm run generate`. Do not edit.

/**
 * Azure Blob Storage. Reads the files of an Azure Blob Storage container.
 *
 * Set exactly one of: `account_name` and `sas_token`; `account_name` and `account_key`; `connection_string`; no credentials.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/sources/azure-blob-storage
 */
export interface AzureSourceConfigKeys {
  /**
   * The container or the folder to read, an az:// or abfs:// address.
   * @example "az://example-container/in/"
   */
  remote_url: string;
  /**
   * Name of the storage account; needed with a SAS token or an account key.
   */
  account_name?: string;
  /**
   * Key of the storage account. Secret.
   */
  account_key?: string;
  /**
   * Shared access signature (SAS) token. Secret.
   */
  sas_token?: string;
  /**
   * Connection string of the storage account, with its key inside. Secret.
   */
  connection_string?: string;
  /**
   * Read sub-folders too. The vendor's texts disagree about the default: say it to be sure.
   * @default true
   */
  recursive?: boolean;
}

/**
 * Azure Blob Storage. Reads the files of an Azure Blob Storage container.
 *
 * Set exactly one of: `account_name` and `sas_token`; `account_name` and `account_key`; `connection_string`; no credentials.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/sources/azure-blob-storage
 */
export type AzureSourceConfig = AzureSourceConfigKeys &
  (
    | { sas_token: never; account_key: never; account_name: never }
    | { account_name: string | undefined; account_key: string | undefined }
    | { account_name: string | undefined; sas_token: string | undefined; account_key?: undefined }
    | { sas_token?: undefined; account_key?: undefined }
  );

/**
 * Box. Reads the files of a Box folder.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/sources/box
 */
export interface BoxSourceConfig {
  /**
   * The folder to read, a box:// address. The platform may not give it back.
   * @example "box://example-folder"
   */
  remote_url: string;
  /**
   * The Box app's private-key JSON as one string. Secret.
   */
  box_app_config: string;
  /**
   * Read sub-folders too. The vendor's texts disagree about the default: say it to be sure.
   * @default true
   */
  recursive?: boolean;
}

/**
 * Confluence. Reads the pages of Confluence spaces, in the cloud or in a data center.
 *
 * Set exactly one of: `username` and `token`; `token`, a personal access token without `username`; `username` and `password`; `username` and `api_token`.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/sources/confluence
 */
export interface ConfluenceSourceConfigKeys {
  /**
   * Address of the site.
   * @example "https://example.atlassian.net"
   */
  url: string;
  /**
   * User name or e-mail address; not used with a personal access token.
   */
  username?: string;
  /**
   * API token, which goes with a user name, or personal access token, which goes without. Secret.
   */
  token?: string;
  /**
   * API token, as the vendor's former SDK models spell it; its documentation has token for both kinds. Secret.
   */
  api_token?: string;
  /**
   * Password. Secret.
   */
  password?: string;
  /**
   * True for Confluence Cloud, false for Data Center and with a personal access token. The platform has failed without it: say it to be sure.
   * @default false
   */
  cloud?: boolean;
  /**
   * Most spaces to read, at least 1.
   * @default 500
   */
  max_num_of_spaces?: number;
  /**
   * Most documents to read of each space, at least 1.
   * @default 150
   */
  max_num_of_docs_from_each_space?: number;
  /**
   * Keys of the spaces to read, not their display names.
   * @example ["ENG","DOCS"]
   */
  spaces?: string[];
  /**
   * Put images into the text, as Base64.
   * @default false
   */
  extract_images?: boolean;
  /**
   * Fetch embedded files too.
   * @default false
   */
  extract_files?: boolean;
}

/**
 * Confluence. Reads the pages of Confluence spaces, in the cloud or in a data center.
 *
 * Set exactly one of: `username` and `token`; `token`, a personal access token without `username`; `username` and `password`; `username` and `api_token`.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/sources/confluence
 */
export type ConfluenceSourceConfig = ConfluenceSourceConfigKeys &
  (
    | { username: never; password: never; api_token: never; token: never }
    | { username: string | undefined; api_token: string | undefined }
    | { username: string | undefined; password: string | undefined; api_token?: undefined }
    | { username: string | undefined; token: string | undefined; api_token?: undefined; password?: undefined }
    | { username?: undefined; password?: undefined; api_token?: undefined }
  );

/**
 * Couchbase. Reads the documents of a Couchbase collection.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/sources/couchbase
 */
export interface CouchbaseSourceConfig {
  /**
   * User name.
   */
  username: string;
  /**
   * Password. Secret.
   */
  password: string;
  /**
   * Bucket.
   */
  bucket: string;
  /**
   * Address of the cluster, such as couchbases://cb.example.com; a secret because it may carry credentials. Secret.
   */
  connection_string: string;
  /**
   * Scope of the bucket.
   * @default "_default"
   */
  scope?: string;
  /**
   * Collection.
   * @default "_default"
   */
  collection?: string;
  /**
   * Documents in a batch. One of the vendor's texts requires it.
   * @default 50
   */
  batch_size?: number;
  /**
   * Field that holds a document's id. One of the vendor's texts requires it.
   * @default "id"
   */
  collection_id?: string;
}

/**
 * Databricks Volumes. Reads the files of a Databricks volume.
 *
 * Set exactly one of: `client_id` and `client_secret`; `token`.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/sources/databricks-volumes
 */
export interface DatabricksVolumesSourceConfigKeys {
  /**
   * Address of the workspace, without a slash at its end.
   * @example "https://adb-0000000000000000.0.azuredatabricks.net"
   */
  host: string;
  /**
   * Unity Catalog catalog.
   */
  catalog: string;
  /**
   * Schema of the volume.
   * @default "default"
   */
  schema?: string;
  /**
   * Volume.
   */
  volume: string;
  /**
   * Path in the volume. One of the vendor's texts requires it.
   * @example "in"
   */
  volume_path?: string;
  /**
   * Client id of the service principal.
   */
  client_id?: string;
  /**
   * OAuth secret of the service principal. Secret.
   */
  client_secret?: string;
  /**
   * Personal access token. In the vendor's documentation, not in its former SDK models. Secret.
   */
  token?: string;
}

/**
 * Databricks Volumes. Reads the files of a Databricks volume.
 *
 * Set exactly one of: `client_id` and `client_secret`; `token`.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/sources/databricks-volumes
 */
export type DatabricksVolumesSourceConfig = DatabricksVolumesSourceConfigKeys &
  (
    | { client_id: never; client_secret: never }
    | { client_id: string | undefined; client_secret: string | undefined }
    | { client_id?: undefined; client_secret?: undefined }
  );

/**
 * Dropbox. Reads the files of a Dropbox folder.
 *
 * Set exactly one of: `refresh_token`, `app_key` and `app_secret`; `token`.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/sources/dropbox
 */
export interface DropboxSourceConfigKeys {
  /**
   * The folder to read, inside the folder of the Dropbox app: a dropbox:// address.
   * @example "dropbox://example"
   */
  remote_url: string;
  /**
   * OAuth refresh token; goes with app_key and app_secret. Secret.
   */
  refresh_token?: string;
  /**
   * App key. Secret.
   */
  app_key?: string;
  /**
   * App secret. Secret.
   */
  app_secret?: string;
  /**
   * Access token of short life, the older way: the vendor's API schema requires it, its documentation has the refresh token instead. Secret.
   */
  token?: string;
  /**
   * Read sub-folders too. The vendor's texts disagree about the default: say it to be sure.
   * @default true
   */
  recursive?: boolean;
}

/**
 * Dropbox. Reads the files of a Dropbox folder.
 *
 * Set exactly one of: `refresh_token`, `app_key` and `app_secret`; `token`.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/sources/dropbox
 */
export type DropboxSourceConfig = DropboxSourceConfigKeys &
  (
    | { refresh_token: never; app_key: never; app_secret: never }
    | { refresh_token: string | undefined; app_key: string | undefined; app_secret: string | undefined }
    | { refresh_token?: undefined; app_key?: undefined; app_secret?: undefined }
  );

/**
 * Elasticsearch. Reads the documents of an Elasticsearch index.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/sources/elasticsearch
 */
export interface ElasticsearchSourceConfig {
  /**
   * Addresses of the cluster.
   * @example ["https://es.example.com:9243"]
   */
  hosts: string[];
  /**
   * API key. Secret.
   */
  es_api_key: string;
  /**
   * Name of the index.
   */
  index_name: string;
}

/**
 * Google Cloud Storage. Reads the files of a Google Cloud Storage bucket.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/sources/google-cloud
 */
export interface GcsSourceConfig {
  /**
   * The bucket or the folder to read, a gs:// or gcs:// address.
   * @example "gs://example-bucket/in"
   */
  remote_url: string;
  /**
   * Key of the Google service account: its JSON as one string without line breaks. Secret.
   */
  service_account_key: string;
  /**
   * Read sub-folders too. The vendor's texts disagree about the default: say it to be sure.
   * @default true
   */
  recursive?: boolean;
}

/**
 * Google Drive. Reads the files of a Google Drive folder or of a shared drive.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/sources/google-drive
 */
export interface GoogleDriveSourceConfig {
  /**
   * Id of the folder or of the shared drive.
   * @example "0AExampleDriveId"
   */
  drive_id: string;
  /**
   * Key of the Google service account: its JSON as one string, or a reference to a secret that the platform keeps. The platform has refused long keys that were no such reference. Secret.
   */
  service_account_key:
    | string
    | {
        /**
         * Id of the secret on the platform.
         */
        id: string;
        /**
         * How the secret is encrypted.
         * @default "rsa"
         */
        type?: "rsa" | "rsa_aes";
      };
  /**
   * Extensions of the files to read, without the dot.
   * @example ["pdf","docx"]
   */
  extensions?: string[];
  /**
   * Read sub-folders too. The vendor's texts disagree about the default: say it to be sure.
   * @default true
   */
  recursive?: boolean;
}

/**
 * Jira. Reads the issues of Jira projects and boards, in the cloud or in a data center.
 *
 * Set exactly one of: `username` and `password`; `token`.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/sources/jira
 */
export interface JiraSourceConfigKeys {
  /**
   * Address of the site.
   * @example "https://example.atlassian.net"
   */
  url: string;
  /**
   * User name or e-mail address; goes with a password. The vendor's former SDK models require it at all times.
   */
  username?: string;
  /**
   * Password, or an API token in its place. Secret.
   */
  password?: string;
  /**
   * Personal access token. Secret.
   */
  token?: string;
  /**
   * Ids of the projects to read.
   */
  projects?: string[];
  /**
   * Ids of the boards to read.
   */
  boards?: string[];
  /**
   * Ids of the issues to read.
   */
  issues?: string[];
  /**
   * Names of statuses; only issues in one of these are read.
   * @example ["Done","In Progress"]
   */
  status_filters?: string[];
  /**
   * Fetch attachments too.
   * @default false
   */
  download_attachments?: boolean;
  /**
   * True for Jira Cloud, false for Data Center.
   * @default false
   */
  cloud?: boolean;
}

/**
 * Jira. Reads the issues of Jira projects and boards, in the cloud or in a data center.
 *
 * Set exactly one of: `username` and `password`; `token`.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/sources/jira
 */
export type JiraSourceConfig = JiraSourceConfigKeys &
  (
    | { username: never; password: never; token: never }
    | { token: string | undefined }
    | { username: string | undefined; password: string | undefined; token?: undefined }
    | { username?: undefined; password?: undefined }
  );

/**
 * Kafka (Confluent Cloud). Reads the messages of a topic in Confluent Cloud.
 *
 * Set at least one of: `bootstrap_server`; `bootstrap_servers`.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/sources/kafka
 */
export interface KafkaCloudSourceConfigKeys {
  /**
   * Host name of the cluster, as the running service spells it. The vendor's texts disagree between this key and bootstrap_servers, which do not always stand for each other.
   * @example "pkc-00000.us-east-1.aws.confluent.cloud"
   */
  bootstrap_server?: string;
  /**
   * Host name of the cluster, as the vendor's API schema and Python examples spell it; the running service has been seen to ask for bootstrap_server.
   */
  bootstrap_servers?: string;
  /**
   * Port of the cluster.
   * @default 9092
   */
  port?: number;
  /**
   * Consumer group. Only one of the vendor's texts gives a default: default_group_id.
   */
  group_id?: string;
  /**
   * API key of the cluster. Secret.
   */
  kafka_api_key: string;
  /**
   * Secret of the API key. Secret.
   */
  secret: string;
  /**
   * Topic.
   */
  topic: string;
  /**
   * Most messages to read, at least 1.
   * @default 100
   */
  num_messages_to_consume?: number;
  /**
   * Most messages to read, as the vendor's Python example spells it.
   */
  num_message_to_consume?: number;
}

/**
 * Kafka (Confluent Cloud). Reads the messages of a topic in Confluent Cloud.
 *
 * Set at least one of: `bootstrap_server`; `bootstrap_servers`.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/sources/kafka
 */
export type KafkaCloudSourceConfig = KafkaCloudSourceConfigKeys &
  ({ bootstrap_servers: string | undefined } | { bootstrap_server: string | undefined });

/**
 * MongoDB. Reads the documents of a MongoDB collection.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/sources/mongodb
 */
export interface MongodbSourceConfig {
  /**
   * Connection string with the credentials, such as mongodb+srv://user:password@host/. Secret.
   */
  uri: string;
  /**
   * Database.
   */
  database: string;
  /**
   * Collection.
   */
  collection: string;
}

/**
 * OneDrive. Reads the files of a user's OneDrive.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/sources/onedrive
 */
export interface OnedriveSourceConfig {
  /**
   * Client id of the Microsoft Entra application.
   */
  client_id: string;
  /**
   * User principal name of the account, in most cases its e-mail address.
   * @example "user@example.com"
   */
  user_pname: string;
  /**
   * Microsoft Entra tenant id.
   */
  tenant: string;
  /**
   * Address that gives out the tokens.
   * @default "https://login.microsoftonline.com"
   */
  authority_url: string;
  /**
   * Client secret of the Microsoft Entra application. Secret.
   */
  client_cred: string;
  /**
   * Password of the user, to log in as the user. In the vendor's documentation only. Secret.
   */
  password?: string;
  /**
   * Folder to read, from the root of the account. One of the vendor's texts requires it.
   * @example "example-folder"
   */
  path?: string;
  /**
   * Read sub-folders too.
   * @default false
   */
  recursive?: boolean;
}

/**
 * OpenSearch. Reads the documents of an OpenSearch index.
 *
 * Set exactly one of: `username` and `password`; `aws_access_key_id` and `aws_secret_access_key`; `aws_access_key_id`, `aws_secret_access_key` and `aws_session_token`.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/sources/opensearch
 */
export interface OpensearchSourceConfigKeys {
  /**
   * Addresses of the hosts, at least one.
   * @example ["https://search.example.com:9200"]
   */
  hosts: string[];
  /**
   * Name of the index.
   */
  index_name: string;
  /**
   * User name, to log in with a password.
   */
  username?: string;
  /**
   * Password of the user. Secret.
   */
  password?: string;
  /**
   * AWS access key id. Secret.
   */
  aws_access_key_id?: string;
  /**
   * AWS secret access key. Secret.
   */
  aws_secret_access_key?: string;
  /**
   * AWS STS session token; goes with a temporary access key id and its secret access key. Secret.
   */
  aws_session_token?: string;
  /**
   * Connect over TLS. One of the vendor's texts requires it: say it to be sure.
   * @default true
   */
  use_ssl?: boolean;
  /**
   * Fields to read. In the vendor's documentation only.
   */
  fields?: string[];
}

/**
 * OpenSearch. Reads the documents of an OpenSearch index.
 *
 * Set exactly one of: `username` and `password`; `aws_access_key_id` and `aws_secret_access_key`; `aws_access_key_id`, `aws_secret_access_key` and `aws_session_token`.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/sources/opensearch
 */
export type OpensearchSourceConfig = OpensearchSourceConfigKeys &
  (
    | {
        username: never;
        password: never;
        aws_access_key_id: never;
        aws_secret_access_key: never;
        aws_session_token: never;
      }
    | { aws_access_key_id: string | undefined; aws_secret_access_key: string | undefined }
    | {
        username: string | undefined;
        password: string | undefined;
        aws_access_key_id?: undefined;
        aws_secret_access_key?: undefined;
      }
    | {
        username?: undefined;
        password?: undefined;
        aws_access_key_id?: undefined;
        aws_secret_access_key?: undefined;
        aws_session_token?: undefined;
      }
  );

/**
 * Outlook. Reads the messages of an Outlook mailbox.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/sources/outlook
 */
export interface OutlookSourceConfig {
  /**
   * Client id of the Microsoft Entra application.
   */
  client_id: string;
  /**
   * Client secret of the Microsoft Entra application. Secret.
   */
  client_cred: string;
  /**
   * E-mail address of the mailbox.
   * @example "user@example.com"
   */
  user_email: string;
  /**
   * Microsoft Entra tenant id. The vendor's documentation requires it.
   */
  tenant?: string;
  /**
   * Address that gives out the tokens.
   * @default "https://login.microsoftonline.com"
   */
  authority_url?: string;
  /**
   * Names of folders at the top level of the mailbox. The vendor's documentation requires it.
   * @example ["Inbox"]
   */
  outlook_folders?: string[];
  /**
   * Read sub-folders too.
   * @default false
   */
  recursive?: boolean;
}

/**
 * PostgreSQL. Reads the rows of a PostgreSQL table.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/sources/postgresql
 */
export interface PostgresSourceConfig {
  /**
   * Host name.
   * @example "db.example.com"
   */
  host: string;
  /**
   * Port. A number; an example of the vendor has it in quotes.
   */
  port: number;
  /**
   * Database.
   */
  database: string;
  /**
   * User name.
   */
  username: string;
  /**
   * Password. Secret.
   */
  password: string;
  /**
   * Table.
   */
  table_name: string;
  /**
   * Rows in a batch. One of the vendor's texts requires it.
   * @default 100
   */
  batch_size?: number;
  /**
   * Column that identifies a row. The vendor's documentation requires it.
   * @default "id"
   */
  id_column?: string;
  /**
   * Columns to read, among them the one that identifies a row; all if left out.
   */
  fields?: string[];
}

/**
 * Amazon S3. Reads the files of an Amazon S3 bucket, or of a service that speaks the same protocol.
 *
 * Set exactly one of: `key` and `secret`; `key`, `secret` and `token`; `anonymous` set to true; `ambient_credentials` set to true.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/sources/s3
 */
export interface S3SourceConfigKeys {
  /**
   * The bucket or the folder to read, an s3:// address.
   * @example "s3://my-bucket/input/"
   */
  remote_url: string;
  /**
   * AWS access key id. Secret.
   */
  key?: string;
  /**
   * AWS secret access key. Secret.
   */
  secret?: string;
  /**
   * AWS STS session token; goes with an access key id and a secret access key. Secret.
   */
  token?: string;
  /**
   * AWS access key id, as the vendor's page on creating a source spells it. Secret.
   */
  access_key_id?: string;
  /**
   * AWS secret access key, as the vendor's page on creating a source spells it. Secret.
   */
  secret_access_key?: string;
  /**
   * AWS access key id, as the vendor's page on updating a destination spells it. Secret.
   */
  aws_access_key_id?: string;
  /**
   * AWS secret access key, as the vendor's page on updating a destination spells it. Secret.
   */
  aws_secret_access_key?: string;
  /**
   * Read the bucket without credentials.
   * @default false
   */
  anonymous?: boolean;
  /**
   * Address of an S3 service other than AWS.
   * @example "https://minio.example.com:9000"
   */
  endpoint_url?: string;
  /**
   * Read sub-folders too. The vendor's texts disagree about the default: say it to be sure.
   * @default true
   */
  recursive?: boolean;
  /**
   * Use the credentials of the platform's own environment; dedicated and in-VPC deployments only, where remote_url is an https address.
   */
  ambient_credentials?: boolean;
}

/**
 * Amazon S3. Reads the files of an Amazon S3 bucket, or of a service that speaks the same protocol.
 *
 * Set exactly one of: `key` and `secret`; `key`, `secret` and `token`; `anonymous` set to true; `ambient_credentials` set to true.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/sources/s3
 */
export type S3SourceConfig = S3SourceConfigKeys &
  (
    | {
        key: never;
        access_key_id: never;
        aws_access_key_id: never;
        secret: never;
        secret_access_key: never;
        aws_secret_access_key: never;
        token: never;
      }
    | {
        aws_access_key_id: string | undefined;
        aws_secret_access_key: string | undefined;
        key?: undefined;
        access_key_id?: undefined;
        secret?: undefined;
        secret_access_key?: undefined;
      }
    | {
        access_key_id: string | undefined;
        secret_access_key: string | undefined;
        key?: undefined;
        aws_access_key_id?: undefined;
        secret?: undefined;
        aws_secret_access_key?: undefined;
      }
    | {
        key: string | undefined;
        secret: string | undefined;
        access_key_id?: undefined;
        aws_access_key_id?: undefined;
        secret_access_key?: undefined;
        aws_secret_access_key?: undefined;
      }
    | {
        key?: undefined;
        access_key_id?: undefined;
        aws_access_key_id?: undefined;
        secret?: undefined;
        secret_access_key?: undefined;
        aws_secret_access_key?: undefined;
        token?: undefined;
      }
  );

/**
 * Salesforce. Reads the records of a Salesforce organization.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/sources/salesforce
 */
export interface SalesforceSourceConfig {
  /**
   * User name.
   */
  username: string;
  /**
   * Consumer key of the connected app. Secret.
   */
  consumer_key: string;
  /**
   * Private key of the connected app: its PEM text as one line. Secret.
   */
  private_key: string;
  /**
   * Kinds of records to read. One of the vendor's texts requires it, so say it to be sure.
   * @default ["Account","Campaign","Case","EmailMessage","Lead"]
   */
  categories?: string[];
}

/**
 * SharePoint. Reads the files of a SharePoint Online library.
 *
 * `password` requires `user_pname`.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/sources/sharepoint
 */
export interface SharepointSourceConfigKeys {
  /**
   * Address of the site: https, and no path but /sites/name or /teams/name.
   * @example "https://example.sharepoint.com/sites/Example"
   */
  site: string;
  /**
   * Display name of the library. In the vendor's documentation only.
   * @default "Documents"
   */
  library?: string;
  /**
   * Folder in the library; its root if left out.
   * @example "Reports/2026"
   */
  path?: string;
  /**
   * Read sub-folders too.
   * @default false
   */
  recursive?: boolean;
  /**
   * Client id of the Microsoft Entra application.
   */
  client_id: string;
  /**
   * Microsoft Entra tenant id.
   */
  tenant: string;
  /**
   * Address that gives out the tokens.
   * @default "https://login.microsoftonline.com"
   */
  authority_url?: string;
  /**
   * Client secret of the Microsoft Entra application. Secret.
   */
  client_cred: string;
  /**
   * User principal name, to log in as a user with a password. The vendor's former SDK models require it at all times.
   */
  user_pname?: string;
  /**
   * Password of that user. In the vendor's documentation only. Secret.
   */
  password?: string;
}

/**
 * SharePoint. Reads the files of a SharePoint Online library.
 *
 * `password` requires `user_pname`.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/sources/sharepoint
 */
export type SharepointSourceConfig = SharepointSourceConfigKeys &
  ({ password: never; user_pname: never } | { user_pname: string | undefined } | { password?: undefined });

/**
 * Slack. Reads the messages of Slack channels.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/sources/slack
 */
export interface SlackSourceConfig {
  /**
   * Ids of the channels to read.
   * @example ["C0EXAMPLE"]
   */
  channels: string[];
  /**
   * Access token of the Slack app. Secret.
   */
  token: string;
  /**
   * Messages from this time on are read, in ISO 8601; all if left out.
   * @example "2026-01-01T00:00:00Z"
   */
  start_date?: string;
  /**
   * Messages until this time are read, in ISO 8601; all if left out.
   * @example "2026-02-01T00:00:00Z"
   */
  end_date?: string;
  /**
   * Messages from this time on are read, as the vendor's REST example spells it.
   * @example "2026-01-01T00:00:00Z"
   */
  "start-date"?: string;
  /**
   * Messages until this time are read, as the vendor's REST example spells it.
   * @example "2026-02-01T00:00:00Z"
   */
  "end-date"?: string;
}

/**
 * Snowflake. Reads the rows of a Snowflake table.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/sources/snowflake
 */
export interface SnowflakeSourceConfig {
  /**
   * Account identifier.
   * @example "EXAMPLE-ACCT1"
   */
  account: string;
  /**
   * Role that the user acts in.
   */
  role: string;
  /**
   * Login name of the user, not the display name.
   */
  user: string;
  /**
   * Programmatic access token of the user; a password still works, but Snowflake is giving that up. Secret.
   */
  password: string;
  /**
   * Host name of the account.
   * @example "example-acct1.snowflakecomputing.com"
   */
  host: string;
  /**
   * Port. The vendor's documentation requires it and gives a default all the same.
   * @default 443
   */
  port?: number;
  /**
   * Database.
   */
  database: string;
  /**
   * Schema.
   */
  schema: string;
  /**
   * Table to read.
   */
  table_name: string;
  /**
   * Column that identifies a row.
   */
  id_column: string;
  /**
   * Columns to read; all if left out. One of the vendor's texts calls the key columns.
   */
  fields?: string[];
  /**
   * Rows in a batch, at least 1. The vendor's texts disagree about the default (100 or 50): say it to be sure.
   * @default 100
   */
  batch_size?: number;
}

/**
 * Teradata. Reads the rows of a Teradata table.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/sources/teradata-sql
 */
export interface TeradataSourceConfigKeys {
  /**
   * Host name of the database.
   * @example "td.example.com"
   */
  host: string;
  /**
   * Database; the user's default one if left out.
   */
  database?: string;
  /**
   * Table.
   */
  table_name: string;
  /**
   * Rows in a batch.
   * @default 100
   */
  batch_size?: number;
  /**
   * User name.
   */
  user?: string;
  /**
   * User name.
   */
  username?: string;
  /**
   * Password. Secret.
   */
  password: string;
  /**
   * Primary key column. The vendor's documentation requires it, its API schema has a default.
   * @default "id"
   */
  id_column: string;
  /**
   * Columns to read; all if left out.
   */
  fields?: string[];
  /**
   * Port of the database. In the vendor's API schema, not in its documentation.
   * @default 1025
   */
  dbs_port?: number;
}

/**
 * Teradata. Reads the rows of a Teradata table.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/sources/teradata-sql
 */
export type TeradataSourceConfig = TeradataSourceConfigKeys &
  ({ username: string | undefined } | { user: string | undefined });

/**
 * Zendesk. Reads the tickets or the articles of a Zendesk account.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/sources/zendesk
 */
export interface ZendeskSourceConfigKeys {
  /**
   * What stands before .zendesk.com in the address of the account.
   * @example "example"
   */
  subdomain: string;
  /**
   * E-mail address of the account.
   * @example "user@example.com"
   */
  email: string;
  /**
   * API token, not one of OAuth. Secret.
   */
  api_token?: string;
  /**
   * What to read.
   * @default "tickets"
   */
  item_type?: "tickets" | "articles";
  /**
   * Items in a batch.
   * @default 2
   */
  batch_size?: number;
  /**
   * API token, as the vendor's REST example spells it. Secret.
   */
  "api-token"?: string;
  /**
   * What to read, as the vendor's REST example spells it.
   */
  "item-type"?: "tickets" | "articles";
  /**
   * Items in a batch, as the vendor's REST example spells it.
   */
  "batch-size"?: number;
}

/**
 * Zendesk. Reads the tickets or the articles of a Zendesk account.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/sources/zendesk
 */
export type ZendeskSourceConfig = ZendeskSourceConfigKeys &
  ({ "api-token": string | undefined } | { api_token: string | undefined });

/** The configurations of the source types in the catalog. */
export interface SourceConfigs {
  /** Azure Blob Storage. */
  azure: AzureSourceConfig;
  /** Box. */
  box: BoxSourceConfig;
  /** Confluence. */
  confluence: ConfluenceSourceConfig;
  /** Couchbase. */
  couchbase: CouchbaseSourceConfig;
  /** Databricks Volumes. */
  databricks_volumes: DatabricksVolumesSourceConfig;
  /** Dropbox. */
  dropbox: DropboxSourceConfig;
  /** Elasticsearch. */
  elasticsearch: ElasticsearchSourceConfig;
  /** Google Cloud Storage. */
  gcs: GcsSourceConfig;
  /** Google Drive. */
  google_drive: GoogleDriveSourceConfig;
  /** Jira. */
  jira: JiraSourceConfig;
  /** Kafka (Confluent Cloud). */
  "kafka-cloud": KafkaCloudSourceConfig;
  /** MongoDB. */
  mongodb: MongodbSourceConfig;
  /** OneDrive. */
  onedrive: OnedriveSourceConfig;
  /** OpenSearch. */
  opensearch: OpensearchSourceConfig;
  /** Outlook. */
  outlook: OutlookSourceConfig;
  /** PostgreSQL. */
  postgres: PostgresSourceConfig;
  /** Amazon S3. */
  s3: S3SourceConfig;
  /** Salesforce. */
  salesforce: SalesforceSourceConfig;
  /** SharePoint. */
  sharepoint: SharepointSourceConfig;
  /** Slack. */
  slack: SlackSourceConfig;
  /** Snowflake. */
  snowflake: SnowflakeSourceConfig;
  /** Teradata. */
  teradata: TeradataSourceConfig;
  /** Zendesk. */
  zendesk: ZendeskSourceConfig;
}
