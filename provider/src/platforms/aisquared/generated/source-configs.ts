// Generated from the catalog by `npm run generate`. Do not edit.

/**
 * Amazon S3. Reads CSV and Parquet files of an Amazon S3 bucket, or of a store that speaks the same protocol.
 *
 * Set exactly one of: `auth_type` user, `access_id` and `secret_access`; `auth_type` role, `arn` and `external_id`.
 *
 * @see https://docs.squared.ai/guides/sources/data-sources/amazon_s3
 */
export interface AmazonS3SourceConfigKeys {
  /**
   * How the connector logs in.
   * @default "user"
   */
  auth_type: "user" | "role";
  /**
   * ARN of the IAM role to assume; used with auth_type role.
   */
  arn?: string;
  /**
   * External id of the role's trust policy; used with auth_type role.
   */
  external_id?: string;
  /**
   * AWS access key id used with auth_type user. Secret.
   */
  access_id?: string;
  /**
   * AWS secret access key used with auth_type user. Secret.
   */
  secret_access?: string;
  /**
   * Cloud region.
   */
  region: string;
  /**
   * Bucket to read from.
   */
  bucket: string;
  /**
   * Path of the files inside the bucket.
   */
  path?: string;
  /**
   * Format of the files that are read.
   */
  file_type?: "csv" | "parquet";
  /**
   * Kind of data behind the connection.
   * @default "structured"
   */
  data_type?: "structured" | "unstructured";
  /**
   * URL of an S3-compatible store; leave out for AWS.
   */
  endpoint?: string;
  /**
   * Address the bucket in the path rather than in the host name; needed by MinIO.
   * @default false
   */
  path_style?: boolean;
}

/**
 * Amazon S3. Reads CSV and Parquet files of an Amazon S3 bucket, or of a store that speaks the same protocol.
 *
 * Set exactly one of: `auth_type` user, `access_id` and `secret_access`; `auth_type` role, `arn` and `external_id`.
 *
 * @see https://docs.squared.ai/guides/sources/data-sources/amazon_s3
 */
export type AmazonS3SourceConfig = AmazonS3SourceConfigKeys &
  (
    | {
        auth_type: "user" | "role";
        access_id: string | undefined;
        secret_access: string | undefined;
        arn: string | undefined;
        external_id: string | undefined;
      }
    | { auth_type: "role"; arn: string | undefined; external_id: string | undefined }
    | { auth_type: "user"; access_id: string | undefined; secret_access: string | undefined }
  );

/**
 * Anthropic Model Endpoint. Sends the prompts of a model to Anthropic's API and reads the answers.
 *
 * @see https://docs.squared.ai/activation/ai-ml-sources/anthropic-model
 */
export interface AnthropicSourceConfig {
  /**
   * Key that authorises calls to the service. Secret.
   */
  api_key: string;
  /**
   * Whether the model answers as a stream.
   * @default false
   */
  is_stream?: boolean;
  /**
   * Extra request options.
   */
  config?: {
    /**
     * Request timeout in seconds, as a string.
     * @default "30"
     */
    timeout?: string;
  };
  /**
   * Sample request body as a JSON string.
   */
  request_format: string;
  /**
   * Sample answer as a JSON string; the catalog's output fields are drawn from it.
   */
  response_format: string;
}

/**
 * AWS Athena. Reads query results from Amazon Athena.
 *
 * @see https://docs.squared.ai/guides/sources/data-sources/aws_athena
 */
export interface AwsAthenaSourceConfig {
  /**
   * AWS access key id. Secret.
   */
  access_key: string;
  /**
   * AWS secret access key. Secret.
   */
  secret_access_key: string;
  /**
   * Cloud region.
   */
  region: string;
  /**
   * Athena workgroup.
   */
  workgroup: string;
  /**
   * Athena data catalog.
   */
  catalog: string;
  /**
   * Schema name.
   */
  schema?: string;
  /**
   * S3 URI where query results are stored.
   */
  output_location: string;
}

/**
 * AWS Bedrock Model. Calls a model on Amazon Bedrock and reads its answers.
 *
 * @see https://docs.squared.ai/activation/ai-ml-sources/aws_bedrock-model
 */
export interface AwsBedrockModelSourceConfig {
  /**
   * AWS access key id. Secret.
   */
  access_key: string;
  /**
   * AWS secret access key. Secret.
   */
  secret_access_key: string;
  /**
   * Cloud region.
   */
  region: string;
  /**
   * Bedrock model id.
   */
  model_id: string;
  /**
   * ARN or id of an inference profile.
   */
  inference_profile?: string;
  /**
   * Sample request body as a JSON string.
   */
  request_format: string;
  /**
   * Sample answer as a JSON string; the catalog's output fields are drawn from it.
   */
  response_format: string;
}

/**
 * AWS Sagemaker Model. Calls a model behind an Amazon SageMaker endpoint and reads its answers.
 *
 * @see https://docs.squared.ai/guides/sources/data-sources/aws_sagemaker-model
 */
export interface AwsSagemakerModelSourceConfig {
  /**
   * AWS access key id. Secret.
   */
  access_key: string;
  /**
   * AWS secret access key. Secret.
   */
  secret_access_key: string;
  /**
   * Cloud region.
   */
  region: string;
  /**
   * SageMaker endpoint name.
   */
  endpoint_name: string;
  /**
   * Sample request body as a JSON string.
   */
  request_format: string;
  /**
   * Sample answer as a JSON string; the catalog's output fields are drawn from it.
   */
  response_format: string;
}

/**
 * Google BigQuery. Reads tables and query results of Google BigQuery.
 *
 * @see https://docs.squared.ai/guides/sources/data-sources/bquery
 */
export interface BigquerySourceConfig {
  /**
   * Google Cloud project id.
   */
  project_id: string;
  /**
   * Default BigQuery dataset.
   */
  dataset_id?: string;
  /**
   * Google service-account key file as an object.
   */
  credentials_json: {
    /**
     * Key-file type.
     */
    type: "service_account";
    /**
     * Google Cloud project id.
     */
    project_id: string;
    /**
     * Id of the service-account key. Secret.
     */
    private_key_id: string;
    /**
     * PEM private key of the service account. Secret.
     */
    private_key: string;
    /**
     * E-mail address of the service account.
     */
    client_email: string;
    /**
     * Numeric id of the service account.
     */
    client_id: string;
    /**
     * Google OAuth authorisation URL, as in the key file.
     */
    auth_uri: string;
    /**
     * Google OAuth token URL, as in the key file.
     */
    token_uri: string;
    /**
     * Google certificate URL, as in the key file.
     */
    auth_provider_x509_cert_url: string;
    /**
     * Certificate URL of the service account, as in the key file.
     */
    client_x509_cert_url: string;
    /**
     * Google Cloud universe, as in the key file.
     */
    universe_domain: string;
  };
}

/**
 * ClickHouse. Reads tables and query results of a ClickHouse server, over HTTP.
 *
 * @see https://docs.squared.ai/guides/sources/data-sources/clickhouse
 */
export interface ClickhouseSourceConfig {
  /**
   * Root URL of the server.
   */
  url: string;
  /**
   * Login user.
   */
  username: string;
  /**
   * Password of the login user. Secret.
   */
  password: string;
  /**
   * Database name.
   */
  database: string;
}

/**
 * Databricks Data Warehouse. Reads tables and query results of a Databricks SQL warehouse or cluster.
 *
 * @see https://docs.squared.ai/guides/sources/data-sources/databricks
 */
export interface DatabricksSourceConfig {
  /**
   * Host name of the server.
   */
  host: string;
  /**
   * Port of the server.
   * @default "443"
   */
  port: string;
  /**
   * Personal access token. The schema leaves it optional, but the client always sends it. Secret.
   */
  access_token?: string;
  /**
   * HTTP path of the SQL warehouse or cluster.
   */
  http_path: string;
  /**
   * Catalog that holds the schema.
   * @default "hive_metastore"
   */
  catalog: string;
  /**
   * Schema name.
   * @default "default"
   */
  schema: string;
}

/**
 * Databricks Model. Calls a model that Databricks serves and reads its answers.
 *
 * @see https://docs.squared.ai/guides/sources/data-sources/databricks-model
 */
export interface DatabricksModelSourceConfig {
  /**
   * Host name of the Databricks workspace.
   */
  databricks_host: string;
  /**
   * Token that authorises calls to the service. Secret.
   */
  token: string;
  /**
   * Name of the serving endpoint.
   */
  endpoint: string;
  /**
   * Extra request options.
   */
  config?: {
    /**
     * Request timeout in seconds, as a string.
     * @default "30"
     */
    timeout?: string;
  };
  /**
   * Sample request body as a JSON string.
   */
  request_format: string;
  /**
   * Sample answer as a JSON string; the catalog's output fields are drawn from it.
   */
  response_format: string;
}

/**
 * Firecrawl. Reads the pages of a web site, crawled by Firecrawl.
 *
 * @see https://docs.squared.ai/guides/sources/data-sources/firecrawl
 */
export interface FirecrawlSourceConfig {
  /**
   * Key that authorises calls to the service. Secret.
   */
  api_key: string;
  /**
   * Root URL that requests go to.
   */
  base_url: string;
  /**
   * Crawl options; string values, each parsed as JSON where possible. `url` defaults to base_url.
   */
  config?: Record<string, string>;
}

/**
 * OpenAI Compatible Endpoint. Calls any chat endpoint that speaks OpenAI's protocol and reads its answers.
 *
 * @see https://docs.squared.ai/activation/ai-ml-sources/generic_open_ai-endpoint
 */
export interface GenericOpenAISourceConfig {
  /**
   * URL of an OpenAI-compatible chat endpoint.
   * @default "https://api.openai.com/v1/chat/completions"
   */
  url: string;
  /**
   * Key that authorises calls to the service. Secret.
   */
  api_key: string;
  /**
   * Whether the model answers as a stream.
   * @default false
   */
  is_stream?: boolean;
  /**
   * Extra request options.
   */
  config?: {
    /**
     * Request timeout in seconds, as a string.
     * @default "30"
     */
    timeout?: string;
  };
  /**
   * Sample request body as a JSON string.
   */
  request_format: string;
  /**
   * Sample answer as a JSON string; the catalog's output fields are drawn from it.
   */
  response_format: string;
}

/**
 * Google Drive. Reads the files of a Google Drive folder.
 *
 * @see https://docs.squared.ai/guides/sources/data-sources/google-drive
 */
export interface GoogleDriveSourceConfig {
  /**
   * Kind of data behind the connection.
   */
  data_type?: "structured" | "unstructured" | "semistructured";
  /**
   * Google service-account key file as an object.
   */
  credentials_json: {
    /**
     * Key-file type.
     */
    type: "service_account";
    /**
     * Google Cloud project id.
     */
    project_id: string;
    /**
     * Id of the service-account key. Secret.
     */
    private_key_id: string;
    /**
     * PEM private key of the service account. Secret.
     */
    private_key: string;
    /**
     * E-mail address of the service account.
     */
    client_email: string;
    /**
     * Numeric id of the service account; masked by the API for this connector only. Secret.
     */
    client_id: string;
    /**
     * Google OAuth authorisation URL, as in the key file.
     */
    auth_uri: string;
    /**
     * Google OAuth token URL, as in the key file.
     */
    token_uri: string;
    /**
     * Google certificate URL, as in the key file.
     */
    auth_provider_x509_cert_url: string;
    /**
     * Certificate URL of the service account, as in the key file.
     */
    client_x509_cert_url: string;
    /**
     * Google Cloud universe, as in the key file.
     */
    universe_domain: string;
  };
  /**
   * Drive folder to read from.
   */
  folder_name?: string;
}

/**
 * HTTP. Reads records from an HTTP API, page by page.
 *
 * @see https://docs.squared.ai/guides/add-data-source
 */
export interface HttpSourceConfig {
  /**
   * How the connector moves from one page to the next.
   * @default "Page"
   */
  increment_type: "Page" | "Offset";
  /**
   * HTTP verb of the request.
   */
  http_method: "POST" | "GET";
  /**
   * Root URL that requests go to.
   */
  base_url: string;
  /**
   * Path appended to base_url.
   * @default "/"
   */
  path?: string;
  /**
   * HTTP headers sent with every request; string values. Often carries an Authorization value, yet the API returns it unmasked. Secret.
   */
  headers?: Record<string, string>;
  /**
   * Extra request options.
   */
  config?: {
    /**
     * Request timeout in seconds, as a string.
     * @default "30"
     */
    timeout?: string;
  };
  /**
   * Sample request body as a JSON string.
   */
  request_format?: string;
  /**
   * Sample query body used to probe the endpoint, as a JSON string.
   * @default "{ \"query\": \"Select * from table\" }"
   */
  sample_query?: string;
  /**
   * JSONPath of one sample record in the answer.
   * @default "$.data[0]"
   */
  parse_response?: string;
  /**
   * Query-string parameters; string values. May carry an API key, yet the API returns it unmasked. Secret.
   */
  params?: Record<string, string>;
  /**
   * Query parameter that carries the offset or page.
   * @default "offset"
   */
  offset_param?: string;
  /**
   * Query parameter that carries the page length.
   * @default "limit"
   */
  limit_param?: string;
  /**
   * Records per page, as a string.
   */
  page_size?: string;
  /**
   * First page or offset, as a string.
   */
  page_start?: string;
}

/**
 * HTTP Model Endpoint. Calls a model behind an HTTP endpoint and reads its answers.
 *
 * @see https://docs.squared.ai/activation/ai-ml-sources/http-model-endpoint
 */
export interface HttpModelSourceConfig {
  /**
   * HTTP verb of the request.
   */
  http_method: "POST" | "GET";
  /**
   * Full URL of the model endpoint.
   */
  url_host: string;
  /**
   * Whether the model answers as a stream.
   * @default false
   */
  is_stream?: boolean;
  /**
   * HTTP headers sent with every request; string values. Often carries an Authorization value, yet the API returns it unmasked. Secret.
   * @default {"Content-Type":"application/json"}
   */
  headers?: Record<string, string>;
  /**
   * Extra request options.
   */
  config?: {
    /**
     * Request timeout in seconds, as a string.
     * @default "30"
     */
    timeout?: string;
  };
  /**
   * Sample request body as a JSON string.
   */
  request_format?: string;
  /**
   * Sample answer as a JSON string; the catalog's output fields are drawn from it.
   */
  response_format?: string;
}

/**
 * Intuit QuickBooks. Reads the records of a QuickBooks company.
 *
 * @see https://docs.squared.ai/guides/sources/data-sources/intuit_quickbooks
 */
export interface IntuitQuickBooksSourceConfig {
  /**
   * QuickBooks environment the company lives in.
   */
  environment: "sandbox" | "production";
  /**
   * OAuth client id of the connected application. Secret.
   */
  client_id: string;
  /**
   * OAuth client secret of the connected application. Secret.
   */
  client_secret: string;
  /**
   * QuickBooks company id. Secret.
   */
  realm_id: string;
  /**
   * OAuth refresh token. Secret.
   */
  refresh_token: string;
}

/**
 * Maria DB. Reads tables and query results of a MariaDB database.
 *
 * @see https://docs.squared.ai/guides/sources/data-sources/maria_db
 */
export interface MariaDBSourceConfig {
  /**
   * Host name of the server.
   */
  host: string;
  /**
   * Port of the server.
   */
  port: string;
  /**
   * Login user.
   */
  username: string;
  /**
   * Password of the login user. Secret.
   */
  password: string;
  /**
   * Database name.
   */
  database: string;
}

/**
 * Odoo. Reads the records of an Odoo database.
 *
 * @see https://docs.squared.ai/guides/sources/data-sources/odoo
 */
export interface OdooSourceConfig {
  /**
   * Root URL of the server.
   */
  url: string;
  /**
   * Database name.
   */
  database: string;
  /**
   * Login user.
   */
  username: string;
  /**
   * Password of the login user. Secret.
   */
  password: string;
}

/**
 * OpenAI Model Endpoint. Sends the prompts of a model to OpenAI's API and reads the answers.
 *
 * @see https://docs.squared.ai/activation/ai-ml-sources/open_ai-model
 */
export interface OpenAISourceConfig {
  /**
   * Key that authorises calls to the service. Secret.
   */
  api_key: string;
  /**
   * Whether the model answers as a stream.
   * @default false
   */
  is_stream?: boolean;
  /**
   * Extra request options.
   */
  config?: {
    /**
     * Request timeout in seconds, as a string.
     * @default "30"
     */
    timeout?: string;
  };
  /**
   * Sample request body as a JSON string.
   */
  request_format: string;
  /**
   * Sample answer as a JSON string; the catalog's output fields are drawn from it.
   */
  response_format: string;
}

/**
 * Oracle DB. Reads tables and query results of an Oracle database.
 *
 * @see https://docs.squared.ai/guides/sources/data-sources/oracle
 */
export interface OracleSourceConfig {
  /**
   * Host name of the server.
   */
  host: string;
  /**
   * Port of the server.
   */
  port: string;
  /**
   * Oracle system identifier.
   */
  sid: string;
  /**
   * Login user.
   */
  username: string;
  /**
   * Password of the login user. Secret.
   */
  password: string;
}

/**
 * Pinecone DB. Searches the vectors of a Pinecone index.
 *
 * @see https://docs.squared.ai/activation/vector-search/pinecone_db
 */
export interface PineconeDBSourceConfig {
  /**
   * Key that authorises calls to the service. Secret.
   */
  api_key: string;
  /**
   * Cloud region.
   */
  region: string;
  /**
   * Index that is used.
   */
  index_name: string;
  /**
   * Namespace inside the index.
   */
  namespace: string;
}

/**
 * PostgreSQL. Reads tables, query results or vectors of a PostgreSQL database.
 *
 * @see https://docs.squared.ai/guides/sources/data-sources/postgresql
 */
export interface PostgresqlSourceConfig {
  /**
   * Kind of data behind the connection.
   * @default "structured"
   */
  data_type: "structured" | "vector";
  /**
   * Login data. The schema leaves it optional, but the client code reads it, so always send it.
   */
  credentials?: {
    /**
     * How the connector logs in.
     * @default "username/password"
     */
    auth_type: "username/password";
    /**
     * Login user.
     */
    username: string;
    /**
     * Password of the login user. Secret.
     */
    password: string;
  };
  /**
   * Host name of the server.
   */
  host: string;
  /**
   * Port of the server.
   */
  port: string;
  /**
   * Database name.
   */
  database: string;
  /**
   * Schema name.
   */
  schema: string;
}

/**
 * Qdrant. Searches the vectors of a Qdrant collection.
 *
 * @see https://docs.squared.ai/activation/vector-search/qdrant
 */
export interface QdrantSourceConfig {
  /**
   * Root URL of the Qdrant cluster.
   */
  host: string;
  /**
   * Key that authorises calls to the service. Secret.
   */
  api_key: string;
  /**
   * Collection that is searched.
   */
  collection_name: string;
}

/**
 * Amazon Redshift. Reads tables and query results of an Amazon Redshift database.
 *
 * @see https://docs.squared.ai/guides/sources/data-sources/redshift
 */
export interface RedshiftSourceConfig {
  /**
   * Login data. The schema leaves it optional, but the client code reads it, so always send it.
   */
  credentials?: {
    /**
     * How the connector logs in.
     * @default "username/password"
     */
    auth_type: "username/password";
    /**
     * Login user.
     */
    username: string;
    /**
     * Password of the login user. Secret.
     */
    password: string;
  };
  /**
   * Host name of the server.
   */
  host: string;
  /**
   * Port of the server.
   */
  port: string;
  /**
   * Database name.
   */
  database: string;
  /**
   * Schema name.
   */
  schema: string;
}

/**
 * Salesforce Consumer Goods Cloud. Reads the objects of Salesforce Consumer Goods Cloud.
 *
 * @see https://docs.squared.ai/guides/sources/data-sources/salesforce-consumer-goods-cloud
 */
export interface SalesforceConsumerGoodsCloudSourceConfig {
  /**
   * Login user.
   */
  username: string;
  /**
   * Password of the login user. Secret.
   */
  password: string;
  /**
   * Salesforce login host, for example login.salesforce.com.
   */
  host: string;
  /**
   * OAuth client id of the connected application.
   */
  client_id: string;
  /**
   * OAuth client secret of the connected application. Secret.
   */
  client_secret: string;
  /**
   * Salesforce security token of the user. Secret.
   */
  security_token: string;
}

/**
 * SFTP. Reads a CSV file from an SFTP server.
 *
 * @see https://docs.squared.ai/guides/sources/data-sources/sftp
 */
export interface SftpSourceConfig {
  /**
   * Host name of the server.
   */
  host: string;
  /**
   * Port of the server.
   * @default 22
   */
  port?: number;
  /**
   * Login user.
   */
  username: string;
  /**
   * Password of the login user. Secret.
   */
  password: string;
  /**
   * Folder of the file.
   */
  file_path: string;
  /**
   * Base name of the file.
   */
  file_name: string;
  /**
   * File format.
   * @default "csv"
   */
  format_type: "csv";
}

/**
 * Snowflake. Reads tables and query results of a Snowflake database.
 *
 * @see https://docs.squared.ai/guides/sources/data-sources/snowflake
 */
export interface SnowflakeSourceConfig {
  /**
   * Login data. The schema leaves it optional, but the client code reads it, so always send it.
   */
  credentials?: {
    /**
     * How the connector logs in.
     * @default "username/password"
     */
    auth_type: "username/password";
    /**
     * Login user.
     */
    username: string;
    /**
     * Password of the login user. Secret.
     */
    password: string;
  };
  /**
   * Snowflake account host, ending in snowflakecomputing.com.
   */
  host: string;
  /**
   * Snowflake role.
   */
  role: string;
  /**
   * Snowflake warehouse.
   */
  warehouse: string;
  /**
   * Database name.
   */
  database: string;
  /**
   * Schema name.
   */
  schema?: string;
  /**
   * Extra connection options as key=value pairs joined by &.
   */
  jdbc_url_params?: string;
}

/**
 * Google Vertex. Calls a model behind a Google Vertex AI endpoint and reads its answers.
 *
 * @see https://docs.squared.ai/activation/ai-ml-sources/google_vertex-model
 */
export interface VertexModelSourceConfig {
  /**
   * Google Cloud project id.
   */
  project_id: string;
  /**
   * Vertex AI endpoint id.
   */
  endpoint_id: string;
  /**
   * Cloud region.
   */
  region: string;
  /**
   * Sample request body as a JSON string.
   */
  request_format: string;
  /**
   * Sample answer as a JSON string; the catalog's output fields are drawn from it.
   */
  response_format: string;
  /**
   * Google service-account key file as an object.
   */
  credentials_json: {
    /**
     * Key-file type.
     */
    type: "service_account";
    /**
     * Google Cloud project id.
     */
    project_id: string;
    /**
     * Id of the service-account key. Secret.
     */
    private_key_id: string;
    /**
     * PEM private key of the service account. Secret.
     */
    private_key: string;
    /**
     * E-mail address of the service account.
     */
    client_email: string;
    /**
     * Numeric id of the service account.
     */
    client_id: string;
    /**
     * Google OAuth authorisation URL, as in the key file.
     */
    auth_uri: string;
    /**
     * Google OAuth token URL, as in the key file.
     */
    token_uri: string;
    /**
     * Google certificate URL, as in the key file.
     */
    auth_provider_x509_cert_url: string;
    /**
     * Certificate URL of the service account, as in the key file.
     */
    client_x509_cert_url: string;
    /**
     * Google Cloud universe, as in the key file.
     */
    universe_domain: string;
  };
}

/**
 * WatsonX AI Model Endpoint. Calls a model deployed on IBM watsonx.ai and reads its answers.
 *
 * @see https://docs.squared.ai/activation/ai-ml-sources/watsonx_ai-model
 */
export interface WatsonxAiSourceConfig {
  /**
   * Key that authorises calls to the service. Secret.
   */
  api_key: string;
  /**
   * Whether the model answers as a stream.
   * @default false
   */
  is_stream?: boolean;
  /**
   * Cloud region.
   */
  region: string;
  /**
   * Deployment of the model; the API masks it like a credential. Secret.
   */
  deployment_id: string;
  /**
   * Extra request options.
   */
  config?: {
    /**
     * Request timeout in seconds, as a string.
     * @default "30"
     */
    timeout?: string;
  };
  /**
   * Sample request body as a JSON string.
   */
  request_format: string;
  /**
   * Sample answer as a JSON string; the catalog's output fields are drawn from it.
   */
  response_format: string;
  /**
   * Kind of watsonx deployment.
   * @default "Machine learning model"
   */
  model_type?: "Machine learning model" | "Prompt template";
}

/**
 * WatsonX Data Endpoint. Reads tables and query results of IBM watsonx.data.
 *
 * @see https://docs.squared.ai/guides/sources/data-sources/watsonx_data
 */
export interface WatsonxDataSourceConfig {
  /**
   * Key that authorises calls to the service. Secret.
   */
  api_key: string;
  /**
   * Cloud region.
   */
  region: string;
  /**
   * Query engine family.
   * @default "presto"
   */
  engine: "presto";
  /**
   * Id of the query engine.
   */
  engine_id: string;
  /**
   * Cloud resource name of the watsonx.data instance.
   */
  auth_instance_id: string;
  /**
   * Database name.
   */
  database: string;
  /**
   * Schema name.
   */
  schema: string;
  /**
   * Extra request options.
   */
  config?: {
    /**
     * Request timeout in seconds, as a string.
     * @default "30"
     */
    timeout?: string;
  };
}

/** The configurations of the source types in the catalog. */
export interface SourceConfigs {
  /** Amazon S3. */
  AmazonS3: AmazonS3SourceConfig;
  /** Anthropic Model Endpoint. */
  Anthropic: AnthropicSourceConfig;
  /** AWS Athena. */
  AwsAthena: AwsAthenaSourceConfig;
  /** AWS Bedrock Model. */
  AwsBedrockModel: AwsBedrockModelSourceConfig;
  /** AWS Sagemaker Model. */
  AwsSagemakerModel: AwsSagemakerModelSourceConfig;
  /** Google BigQuery. */
  Bigquery: BigquerySourceConfig;
  /** ClickHouse. */
  Clickhouse: ClickhouseSourceConfig;
  /** Databricks Data Warehouse. */
  Databricks: DatabricksSourceConfig;
  /** Databricks Model. */
  DatabricksModel: DatabricksModelSourceConfig;
  /** Firecrawl. */
  Firecrawl: FirecrawlSourceConfig;
  /** OpenAI Compatible Endpoint. */
  GenericOpenAI: GenericOpenAISourceConfig;
  /** Google Drive. */
  GoogleDrive: GoogleDriveSourceConfig;
  /** HTTP. */
  Http: HttpSourceConfig;
  /** HTTP Model Endpoint. */
  HttpModel: HttpModelSourceConfig;
  /** Intuit QuickBooks. */
  IntuitQuickBooks: IntuitQuickBooksSourceConfig;
  /** Maria DB. */
  MariaDB: MariaDBSourceConfig;
  /** Odoo. */
  Odoo: OdooSourceConfig;
  /** OpenAI Model Endpoint. */
  OpenAI: OpenAISourceConfig;
  /** Oracle DB. */
  Oracle: OracleSourceConfig;
  /** Pinecone DB. */
  PineconeDB: PineconeDBSourceConfig;
  /** PostgreSQL. */
  Postgresql: PostgresqlSourceConfig;
  /** Qdrant. */
  Qdrant: QdrantSourceConfig;
  /** Amazon Redshift. */
  Redshift: RedshiftSourceConfig;
  /** Salesforce Consumer Goods Cloud. */
  SalesforceConsumerGoodsCloud: SalesforceConsumerGoodsCloudSourceConfig;
  /** SFTP. */
  Sftp: SftpSourceConfig;
  /** Snowflake. */
  Snowflake: SnowflakeSourceConfig;
  /** Google Vertex. */
  VertexModel: VertexModelSourceConfig;
  /** WatsonX AI Model Endpoint. */
  WatsonxAi: WatsonxAiSourceConfig;
  /** WatsonX Data Endpoint. */
  WatsonxData: WatsonxDataSourceConfig;
}
