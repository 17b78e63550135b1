// Generated from the catalog by `npm run generate`. Do not edit.

/**
 * Astra DB. Writes to a collection of an Astra DB database.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/destinations/astradb
 */
export interface AstradbDestinationConfig {
  /**
   * Application token. Secret.
   */
  token: string;
  /**
   * Address of the API of the database.
   * @example "https://00000000-example.apps.astra.datastax.com"
   */
  api_endpoint: string;
  /**
   * Collection, with letters, digits and underscores in its name. One of the vendor's texts requires it.
   * @example "elements"
   */
  collection_name?: string;
  /**
   * Keyspace.
   * @default "default_keyspace"
   */
  keyspace?: string;
  /**
   * Records in a batch, at least 1.
   * @default 20
   */
  batch_size?: number;
  /**
   * Lift the keys of the metadata to the top level of a record.
   * @default false
   */
  flatten_metadata?: boolean;
  /**
   * Send vectors in binary form.
   * @default true
   */
  binary_encode_vectors?: boolean;
  /**
   * Prepare the collection for lexical and hybrid search. In the vendor's documentation only.
   */
  enable_lexical_search?: boolean;
  /**
   * Let Astra DB make the embeddings. In the vendor's documentation only.
   */
  astra_generated_embeddings?: boolean;
}

/**
 * Azure Blob Storage. Writes to an Azure Blob Storage container.
 *
 * Set exactly one of: `account_name` and `sas_token`; `account_name` and `account_key`; `connection_string`.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/destinations/azure-blob-storage
 */
export interface AzureDestinationConfigKeys {
  /**
   * The container or the folder to write to, an az:// or abfs:// address.
   * @example "az://example-container/out/"
   */
  remote_url: string;
  /**
   * Name of the storage account; needed with a SAS token or an account key.
   * @example "example"
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
}

/**
 * Azure Blob Storage. Writes to an Azure Blob Storage container.
 *
 * Set exactly one of: `account_name` and `sas_token`; `account_name` and `account_key`; `connection_string`.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/destinations/azure-blob-storage
 */
export type AzureDestinationConfig = AzureDestinationConfigKeys &
  (
    | { account_name: never; sas_token: never; account_key: never; connection_string: never }
    | { connection_string: string | undefined }
    | { account_name: string | undefined; account_key: string | undefined; connection_string?: undefined }
    | {
        account_name: string | undefined;
        sas_token: string | undefined;
        connection_string?: undefined;
        account_key?: undefined;
      }
    | { account_name?: undefined; sas_token?: undefined; account_key?: undefined }
  );

/**
 * Azure AI Search. Writes to an index of Azure AI Search.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/destinations/azure-ai-search
 */
export interface AzureAiSearchDestinationConfig {
  /**
   * Address of the search service, https.
   * @example "https://example.search.windows.net"
   */
  endpoint: string;
  /**
   * Name of the index.
   */
  index: string;
  /**
   * API key. Secret.
   */
  key: string;
}

/**
 * Couchbase. Writes to a Couchbase collection.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/destinations/couchbase
 */
export interface CouchbaseDestinationConfig {
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
}

/**
 * Delta Tables in Databricks. Writes to a Delta table in Databricks, by way of a volume.
 *
 * Set exactly one of: `token`; `client_id` and `client_secret`.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/destinations/databricks-delta-table
 */
export interface DatabricksVolumeDeltaTablesDestinationConfigKeys {
  /**
   * Host name of the cluster or of the SQL warehouse.
   * @example "adb-0000000000000000.0.azuredatabricks.net"
   */
  server_hostname: string;
  /**
   * HTTP path of the cluster or of the SQL warehouse.
   * @example "/sql/1.0/warehouses/0000000000000000"
   */
  http_path: string;
  /**
   * Personal access token. Secret.
   */
  token?: string;
  /**
   * Client id of the service principal.
   */
  client_id?: string;
  /**
   * OAuth secret of the service principal. Secret.
   */
  client_secret?: string;
  /**
   * Unity Catalog catalog.
   */
  catalog: string;
  /**
   * Volume.
   */
  volume: string;
  /**
   * Folder in the volume; its root if left out.
   */
  volume_path?: string;
  /**
   * Schema of the volume.
   * @default "default"
   */
  schema?: string;
  /**
   * Schema of the table.
   * @default "default"
   */
  database?: string;
  /**
   * Table; if left out, one is made and named after the workflow.
   */
  table_name?: string;
}

/**
 * Delta Tables in Databricks. Writes to a Delta table in Databricks, by way of a volume.
 *
 * Set exactly one of: `token`; `client_id` and `client_secret`.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/destinations/databricks-delta-table
 */
export type DatabricksVolumeDeltaTablesDestinationConfig = DatabricksVolumeDeltaTablesDestinationConfigKeys &
  (
    | { client_id: never; client_secret: never }
    | { client_id: string | undefined; client_secret: string | undefined }
    | { client_id?: undefined; client_secret?: undefined }
  );

/**
 * Databricks Volumes. Writes to a Databricks volume.
 *
 * Set exactly one of: `client_id` and `client_secret`; `token`.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/destinations/databricks-volumes
 */
export interface DatabricksVolumesDestinationConfigKeys {
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
   * @example "out"
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
 * Databricks Volumes. Writes to a Databricks volume.
 *
 * Set exactly one of: `client_id` and `client_secret`; `token`.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/destinations/databricks-volumes
 */
export type DatabricksVolumesDestinationConfig = DatabricksVolumesDestinationConfigKeys &
  (
    | { client_id: never; client_secret: never }
    | { client_id: string | undefined; client_secret: string | undefined }
    | { client_id?: undefined; client_secret?: undefined }
  );

/**
 * Delta Tables in Amazon S3. Writes a Delta table to an Amazon S3 bucket.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/destinations/delta-table
 */
export interface DeltaTableDestinationConfig {
  /**
   * AWS region of the bucket.
   * @example "us-east-1"
   */
  aws_region: string;
  /**
   * The bucket or the folder to write to, an s3:// address.
   * @example "s3://example-bucket/delta"
   */
  table_uri: string;
  /**
   * AWS access key id. Secret.
   */
  aws_access_key_id: string;
  /**
   * AWS secret access key. Secret.
   */
  aws_secret_access_key: string;
}

/**
 * Elasticsearch. Writes to an Elasticsearch index.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/destinations/elasticsearch
 */
export interface ElasticsearchDestinationConfig {
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
 * Google Cloud Storage. Writes to a Google Cloud Storage bucket.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/destinations/google-cloud
 */
export interface GcsDestinationConfig {
  /**
   * The bucket or the folder to write to, a gs:// or gcs:// address.
   * @example "gs://example-bucket/out"
   */
  remote_url: string;
  /**
   * Key of the Google service account: its JSON as one string without line breaks. Secret.
   */
  service_account_key: string;
}

/**
 * IBM watsonx.data. Writes to an Iceberg table of IBM watsonx.data.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/destinations/ibm-watsonxdata
 */
export interface IbmWatsonxS3DestinationConfig {
  /**
   * REST endpoint of the metastore of the catalog, without https:// before it.
   * @example "iceberg.example.com"
   */
  iceberg_endpoint: string;
  /**
   * Public endpoint of the bucket, without https:// before it.
   * @example "s3.us-east.example.com"
   */
  object_storage_endpoint: string;
  /**
   * Short id of the region of the bucket.
   * @example "us-east"
   */
  object_storage_region: string;
  /**
   * API key of the IBM Cloud account. Secret.
   */
  iam_api_key: string;
  /**
   * HMAC access key id of the object storage. Secret.
   */
  access_key_id: string;
  /**
   * HMAC secret access key of the object storage. Secret.
   */
  secret_access_key: string;
  /**
   * Iceberg catalog.
   */
  catalog: string;
  /**
   * Namespace (schema) of the catalog.
   */
  namespace: string;
  /**
   * Table.
   */
  table: string;
  /**
   * How often an upload is tried again, between 2 and 500.
   * @default 50
   */
  max_retries?: number;
  /**
   * How often the connection to the catalog is tried again, between 2 and 100.
   * @default 10
   */
  max_retries_connection?: number;
  /**
   * Column that identifies a record.
   * @default "record_id"
   */
  record_id_key?: string;
}

/**
 * Kafka (Confluent Cloud). Writes messages to a topic in Confluent Cloud.
 *
 * Set at least one of: `bootstrap_server`; `bootstrap_servers`.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/destinations/kafka
 */
export interface KafkaCloudDestinationConfigKeys {
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
   * Messages in a batch, at least 1. One of the vendor's examples has num_messages_to_consume in its place.
   * @default 100
   */
  batch_size?: number;
}

/**
 * Kafka (Confluent Cloud). Writes messages to a topic in Confluent Cloud.
 *
 * Set at least one of: `bootstrap_server`; `bootstrap_servers`.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/destinations/kafka
 */
export type KafkaCloudDestinationConfig = KafkaCloudDestinationConfigKeys &
  ({ bootstrap_servers: string | undefined } | { bootstrap_server: string | undefined });

/**
 * Milvus. Writes to a Milvus collection.
 *
 * Set exactly one of: `user` and `password`; `token`.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/destinations/milvus
 */
export interface MilvusDestinationConfigKeys {
  /**
   * Address of the instance, http or https.
   * @example "https://in00-example.serverless.example.com"
   */
  uri: string;
  /**
   * User name; goes with a password. The vendor's documentation requires it.
   */
  user?: string;
  /**
   * Password of the user. The vendor's documentation requires it. Secret.
   */
  password?: string;
  /**
   * API token. In the vendor's former SDK models, not in its documentation. Secret.
   */
  token?: string;
  /**
   * Database. The vendor's documentation requires it.
   */
  db_name?: string;
  /**
   * Collection.
   */
  collection_name: string;
  /**
   * Field that identifies a record. The vendor's former SDK models require it, its documentation does not have it.
   */
  record_id_key?: string;
}

/**
 * Milvus. Writes to a Milvus collection.
 *
 * Set exactly one of: `user` and `password`; `token`.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/destinations/milvus
 */
export type MilvusDestinationConfig = MilvusDestinationConfigKeys &
  (
    | { user: never; password: never }
    | { user: string | undefined; password: string | undefined }
    | { user?: undefined; password?: undefined }
  );

/**
 * MongoDB. Writes to a MongoDB collection.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/destinations/mongodb
 */
export interface MongodbDestinationConfig {
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
 * MotherDuck. Writes to a MotherDuck table.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/destinations/motherduck
 */
export interface MotherduckDestinationConfig {
  /**
   * Database.
   */
  database: string;
  /**
   * Schema of the database.
   */
  db_schema: string;
  /**
   * Table.
   * @default "elements"
   */
  table?: string;
  /**
   * Access token. Secret.
   */
  md_token: string;
}

/**
 * Neo4j. Writes nodes and relations to a Neo4j database.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/destinations/neo4j
 */
export interface Neo4JDestinationConfig {
  /**
   * Address of the database with its port: neo4j://, neo4j+s://, bolt:// or bolt+s://.
   * @example "neo4j+s://db.example.com:7687"
   */
  uri: string;
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
   * Nodes or relations in a batch, at least 1.
   * @default 100
   */
  batch_size?: number;
}

/**
 * OneDrive. Writes to a folder of a user's OneDrive.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/destinations/onedrive
 */
export interface OnedriveDestinationConfig {
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
   * The folder to write to, a onedrive:// address.
   * @example "onedrive://example-folder"
   */
  remote_url: string;
}

/**
 * OpenSearch. Writes to an OpenSearch index.
 *
 * Set exactly one of: `username` and `password`; `aws_access_key_id` and `aws_secret_access_key`; `aws_access_key_id`, `aws_secret_access_key` and `aws_session_token`.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/destinations/opensearch
 */
export interface OpensearchDestinationConfigKeys {
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
}

/**
 * OpenSearch. Writes to an OpenSearch index.
 *
 * Set exactly one of: `username` and `password`; `aws_access_key_id` and `aws_secret_access_key`; `aws_access_key_id`, `aws_secret_access_key` and `aws_session_token`.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/destinations/opensearch
 */
export type OpensearchDestinationConfig = OpensearchDestinationConfigKeys &
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
 * Pinecone. Writes to a Pinecone index.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/destinations/pinecone
 */
export interface PineconeDestinationConfig {
  /**
   * Name of the index. One of the vendor's texts requires it.
   */
  index_name?: string;
  /**
   * Namespace in the index. One of the vendor's texts requires it.
   * @default "default"
   */
  namespace?: string;
  /**
   * API key. Secret.
   */
  api_key: string;
  /**
   * Records in a batch, at least 1.
   * @default 50
   */
  batch_size?: number;
}

/**
 * PostgreSQL. Writes to a PostgreSQL table.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/destinations/postgresql
 */
export interface PostgresDestinationConfig {
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
}

/**
 * Qdrant. Writes to a collection in Qdrant Cloud.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/destinations/qdrant
 */
export interface QdrantCloudDestinationConfig {
  /**
   * Address of the cluster.
   * @example "https://00000000.example.cloud.qdrant.io:6333"
   */
  url: string;
  /**
   * Collection.
   */
  collection_name: string;
  /**
   * API key. Secret.
   */
  api_key: string;
  /**
   * Records in a batch, at least 1.
   * @default 50
   */
  batch_size?: number;
}

/**
 * Redis. Writes to a Redis database.
 *
 * Set exactly one of: `uri`; `host`, `username` and `password`.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/destinations/redis
 */
export interface RedisDestinationConfigKeys {
  /**
   * Address of the database with the credentials, such as rediss://user:password@host:6379. Secret.
   */
  uri?: string;
  /**
   * Host name; needed unless there is a uri. The vendor's former SDK models require it at all times.
   * @example "redis.example.com"
   */
  host?: string;
  /**
   * Port.
   * @default 6379
   */
  port?: number;
  /**
   * Name of the database user.
   */
  username?: string;
  /**
   * Password of the database user. Secret.
   */
  password?: string;
  /**
   * Number of the database, from 0.
   * @default 0
   */
  database?: number;
  /**
   * Connect over TLS.
   * @default true
   */
  ssl?: boolean;
  /**
   * Records in a batch, at least 1.
   * @default 100
   */
  batch_size?: number;
  /**
   * Put before the id of each element; nothing if left out. In the vendor's documentation only.
   */
  key_prefix?: string;
}

/**
 * Redis. Writes to a Redis database.
 *
 * Set exactly one of: `uri`; `host`, `username` and `password`.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/destinations/redis
 */
export type RedisDestinationConfig = RedisDestinationConfigKeys &
  (
    | { host: never; username: never; password: never; uri: never }
    | { uri: string | undefined }
    | {
        host: string | undefined;
        username: string | undefined;
        password: string | undefined;
        uri?: undefined;
      }
    | { host?: undefined; username?: undefined; password?: undefined }
  );

/**
 * Amazon S3. Writes to an Amazon S3 bucket, or to a service that speaks the same protocol.
 *
 * Set exactly one of: `key` and `secret`; `key`, `secret` and `token`; `anonymous` set to true; `ambient_credentials` set to true.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/destinations/s3
 */
export interface S3DestinationConfigKeys {
  /**
   * The bucket or the folder to write to, an s3:// address.
   * @example "s3://my-bucket/output/"
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
   * Write without credentials.
   * @default false
   */
  anonymous?: boolean;
  /**
   * Address of an S3 service other than AWS.
   * @example "https://minio.example.com:9000"
   */
  endpoint_url?: string;
  /**
   * Use the credentials of the platform's own environment; dedicated and in-VPC deployments only, where remote_url is an https address.
   */
  ambient_credentials?: boolean;
}

/**
 * Amazon S3. Writes to an Amazon S3 bucket, or to a service that speaks the same protocol.
 *
 * Set exactly one of: `key` and `secret`; `key`, `secret` and `token`; `anonymous` set to true; `ambient_credentials` set to true.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/destinations/s3
 */
export type S3DestinationConfig = S3DestinationConfigKeys &
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
 * Snowflake. Writes to a Snowflake table.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/destinations/snowflake
 */
export interface SnowflakeDestinationConfig {
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
   * Table to write to.
   * @default "elements"
   */
  table_name?: string;
  /**
   * Column that identifies a record.
   * @default "record_id"
   */
  record_id_key?: string | null;
  /**
   * Rows in a batch, at least 1.
   * @default 50
   */
  batch_size?: number;
}

/**
 * Teradata. Writes to a Teradata table.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/destinations/teradata-sql
 */
export interface TeradataDestinationConfigKeys {
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
   * Column that identifies a record.
   * @default "record_id"
   */
  record_id_key?: string;
  /**
   * Port of the database. In the vendor's API schema for sources, not in its documentation.
   * @default 1025
   */
  dbs_port?: number;
}

/**
 * Teradata. Writes to a Teradata table.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/destinations/teradata-sql
 */
export type TeradataDestinationConfig = TeradataDestinationConfigKeys &
  ({ username: string | undefined } | { user: string | undefined });

/**
 * Weaviate. Writes to a collection in Weaviate Cloud; one of the vendor's pages calls the type weaviate, the API does not.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/destinations/weaviate
 */
export interface WeaviateCloudDestinationConfigKeys {
  /**
   * Address of the cluster.
   * @example "https://example.weaviate.network"
   */
  cluster_url?: string;
  /**
   * Collection.
   */
  collection?: string;
  /**
   * API key. Secret.
   */
  api_key: string;
  /**
   * Address of the cluster, as the vendor's REST example spells it.
   */
  host_url?: string;
  /**
   * Collection, as the vendor's REST example spells it.
   */
  class_name?: string;
}

/**
 * Weaviate. Writes to a collection in Weaviate Cloud; one of the vendor's pages calls the type weaviate, the API does not.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/destinations/weaviate
 */
export type WeaviateCloudDestinationConfig = WeaviateCloudDestinationConfigKeys &
  ({ host_url: string | undefined } | { cluster_url: string | undefined });

/** The configurations of the destination types in the catalog. */
export interface DestinationConfigs {
  /** Astra DB. */
  astradb: AstradbDestinationConfig;
  /** Azure Blob Storage. */
  azure: AzureDestinationConfig;
  /** Azure AI Search. */
  azure_ai_search: AzureAiSearchDestinationConfig;
  /** Couchbase. */
  couchbase: CouchbaseDestinationConfig;
  /** Delta Tables in Databricks. */
  databricks_volume_delta_tables: DatabricksVolumeDeltaTablesDestinationConfig;
  /** Databricks Volumes. */
  databricks_volumes: DatabricksVolumesDestinationConfig;
  /** Delta Tables in Amazon S3. */
  delta_table: DeltaTableDestinationConfig;
  /** Elasticsearch. */
  elasticsearch: ElasticsearchDestinationConfig;
  /** Google Cloud Storage. */
  gcs: GcsDestinationConfig;
  /** IBM watsonx.data. */
  ibm_watsonx_s3: IbmWatsonxS3DestinationConfig;
  /** Kafka (Confluent Cloud). */
  "kafka-cloud": KafkaCloudDestinationConfig;
  /** Milvus. */
  milvus: MilvusDestinationConfig;
  /** MongoDB. */
  mongodb: MongodbDestinationConfig;
  /** MotherDuck. */
  motherduck: MotherduckDestinationConfig;
  /** Neo4j. */
  neo4j: Neo4JDestinationConfig;
  /** OneDrive. */
  onedrive: OnedriveDestinationConfig;
  /** OpenSearch. */
  opensearch: OpensearchDestinationConfig;
  /** Pinecone. */
  pinecone: PineconeDestinationConfig;
  /** PostgreSQL. */
  postgres: PostgresDestinationConfig;
  /** Qdrant. */
  "qdrant-cloud": QdrantCloudDestinationConfig;
  /** Redis. */
  redis: RedisDestinationConfig;
  /** Amazon S3. */
  s3: S3DestinationConfig;
  /** Snowflake. */
  snowflake: SnowflakeDestinationConfig;
  /** Teradata. */
  teradata: TeradataDestinationConfig;
  /** Weaviate. */
  "weaviate-cloud": WeaviateCloudDestinationConfig;
}
