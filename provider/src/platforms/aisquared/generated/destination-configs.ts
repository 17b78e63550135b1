// Generated from the catalog by `npm run generate`. Do not edit.

/**
 * AIS Data Store. Writes rows to the database that AI Squared runs for its users.
 *
 * @see https://docs.squared.ai/guides/core-concepts
 */
export interface AISDataStoreDestinationConfig {
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
 * Airtable. Writes records to the tables of an Airtable base.
 *
 * @see https://docs.squared.ai/guides/destinations/retl-destinations/productivity-tools/airtable
 */
export interface AirtableDestinationConfig {
  /**
   * Key that authorises calls to the service. Secret.
   */
  api_key: string;
  /**
   * Airtable base that is written to.
   */
  base_id: string;
}

/**
 * Amazon S3. Writes CSV files to an Amazon S3 bucket, or to a store that speaks the same protocol.
 *
 * @see https://docs.squared.ai/guides/destinations/retl-destinations/file-storage/amazon_s3
 */
export interface AmazonS3DestinationConfig {
  /**
   * AWS access key id. Secret.
   */
  access_key_id: string;
  /**
   * AWS secret access key. Secret.
   */
  secret_access_key: string;
  /**
   * Cloud region.
   */
  region: string;
  /**
   * Bucket to write to.
   */
  bucket_name: string;
  /**
   * Key prefix of the written files.
   */
  file_path?: string;
  /**
   * Base name of the file.
   */
  file_name: string;
  /**
   * File format.
   * @default "csv"
   */
  format_type: "csv";
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
 * Databricks Data Warehouse. Writes rows to the tables of a Databricks lakehouse.
 *
 * @see https://docs.squared.ai/guides/destinations/retl-destinations/analytics/databricks_lakehouse
 */
export interface DatabricksLakehouseDestinationConfig {
  /**
   * Host name of the server.
   */
  host: string;
  /**
   * Token that authorises calls to the service. Secret.
   */
  api_token: string;
  /**
   * SQL warehouse id.
   */
  warehouse_id: string;
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
 * Facebook Custom Audiences. Adds people to a custom audience of a Facebook ad account.
 *
 * @see https://docs.squared.ai/guides/destinations/retl-destinations/adtech/facebook-ads
 */
export interface FacebookCustomAudienceDestinationConfig {
  /**
   * Token that authorises calls to the service. Secret.
   */
  access_token: string;
  /**
   * Facebook ad account that owns the audience.
   */
  ad_account_id: string;
  /**
   * Custom audience that receives the records.
   */
  audience_id: string;
}

/**
 * Google Sheets. Writes rows to the sheets of a Google spreadsheet.
 *
 * @see https://docs.squared.ai/guides/destinations/retl-destinations/productivity-tools/google-sheets
 */
export interface GoogleSheetsDestinationConfig {
  /**
   * Link of the spreadsheet that is written to.
   */
  spreadsheet_link?: string;
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
 * HTTP. Posts each record to a URL.
 *
 * @see https://docs.squared.ai/guides/destinations/retl-destinations/http/http
 */
export interface HttpDestinationConfig {
  /**
   * URL every record is posted to.
   */
  destination_url: string;
  /**
   * HTTP headers sent with every request; string values. Often carries an Authorization value, yet the API returns it unmasked. Secret.
   */
  headers?: Record<string, string>;
}

/**
 * HubSpot CRM. Writes contacts and other objects to HubSpot.
 *
 * @see https://docs.squared.ai/guides/destinations/retl-destinations/crm/hubspot
 */
export interface HubspotDestinationConfig {
  /**
   * Token that authorises calls to the service. Secret.
   */
  access_token: string;
}

/**
 * Iterable. Writes users and events to Iterable.
 *
 * @see https://docs.squared.ai/guides/destinations/retl-destinations/marketing-automation/iterable
 */
export interface IterableDestinationConfig {
  /**
   * Key that authorises calls to the service. Secret.
   */
  api_key: string;
}

/**
 * Klaviyo. Writes profiles to Klaviyo.
 *
 * @see https://docs.squared.ai/guides/destinations/retl-destinations/marketing-automation/klaviyo
 */
export interface KlaviyoDestinationConfig {
  /**
   * Klaviyo public key (site id). Secret.
   */
  public_api_key: string;
  /**
   * Klaviyo private key. Secret.
   */
  private_api_key: string;
}

/**
 * Mailchimp. Writes contacts to a Mailchimp audience.
 *
 * @see https://docs.squared.ai/guides/destinations/retl-destinations/marketing-automation/mailchimp
 */
export interface MailchimpDestinationConfig {
  /**
   * Key that authorises calls to the service. Secret.
   */
  api_key: string;
  /**
   * Mailchimp audience that receives the contacts.
   */
  list_id: string;
  /**
   * Template used when campaigns are sent.
   */
  email_template_id?: string;
}

/**
 * Maria DB. Writes rows to the tables of a MariaDB database.
 *
 * @see https://docs.squared.ai/guides/destinations/retl-destinations/database/maria_db
 */
export interface MariaDBDestinationConfig {
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
 * Microsoft Dynamics. Writes records to Microsoft Dynamics.
 *
 * @see https://docs.squared.ai/guides/destinations/retl-destinations/crm/microsoft_dynamics
 */
export interface MicrosoftDynamicsDestinationConfig {
  /**
   * Root URL of the organisation's instance.
   */
  instance_url: string;
  /**
   * Entra ID tenant; the API masks it like a credential. Secret.
   */
  tenant_id: string;
  /**
   * Client id of the Entra ID app registration.
   */
  application_id: string;
  /**
   * OAuth client secret of the connected application. Secret.
   */
  client_secret: string;
}

/**
 * Microsoft Excel. Writes rows to the worksheets of Microsoft Excel workbooks.
 *
 * @see https://docs.squared.ai/guides/destinations/retl-destinations/productivity-tools/microsoft-excel
 */
export interface MicrosoftExcelDestinationConfig {
  /**
   * Token that authorises calls to the service. Secret.
   */
  token: string;
}

/**
 * Microsoft SQL. Writes rows to the tables of a Microsoft SQL Server database.
 *
 * @see https://docs.squared.ai/guides/destinations/retl-destinations/database/ms_sql
 */
export interface MicrosoftSqlDestinationConfig {
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
 * Odoo. Writes records to an Odoo database.
 *
 * @see https://docs.squared.ai/guides/destinations/retl-destinations/crm/odoo
 */
export interface OdooDestinationConfig {
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
 * Oracle DB. Writes rows to the tables of an Oracle database.
 *
 * @see https://docs.squared.ai/guides/destinations/retl-destinations/database/oracle
 */
export interface OracleDestinationConfig {
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
 * Pinecone DB. Writes vectors to a Pinecone index.
 *
 * @see https://docs.squared.ai/guides/destinations/retl-destinations/database/pinecone_db
 */
export interface PineconeDBDestinationConfig {
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
}

/**
 * PostgreSQL. Writes rows to the tables of a PostgreSQL database.
 *
 * @see https://docs.squared.ai/guides/destinations/retl-destinations/database/postgresql
 */
export interface PostgresqlDestinationConfig {
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
 * Qdrant. Writes vectors to the collections of a Qdrant cluster.
 *
 * @see https://docs.squared.ai/guides/destinations/retl-destinations/database/qdrant
 */
export interface QdrantDestinationConfig {
  /**
   * Root URL of the database's HTTP endpoint.
   */
  api_url: string;
  /**
   * Key that authorises calls to the service. Secret.
   */
  api_key: string;
}

/**
 * Salesforce Consumer Goods Cloud. Writes objects to Salesforce Consumer Goods Cloud.
 *
 * @see https://docs.squared.ai/guides/destinations/retl-destinations/retail/salesforce-consumer-goods-cloud
 */
export interface SalesforceConsumerGoodsCloudDestinationConfig {
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
 * Salesforce CRM. Writes objects to Salesforce.
 *
 * @see https://docs.squared.ai/guides/destinations/retl-destinations/crm/salesforce
 */
export interface SalesforceCrmDestinationConfig {
  /**
   * Token that authorises calls to the service. Secret.
   */
  access_token: string;
  /**
   * OAuth refresh token. Secret.
   */
  refresh_token: string;
  /**
   * Root URL of the organisation's instance.
   */
  instance_url: string;
  /**
   * OAuth client id of the connected application.
   */
  client_id: string;
  /**
   * OAuth client secret of the connected application. Secret.
   */
  client_secret: string;
}

/**
 * SFTP. Writes a CSV file to an SFTP server, zipped if so wished.
 *
 * @see https://docs.squared.ai/guides/destinations/retl-destinations/file-storage/sftp
 */
export interface SftpDestinationConfig {
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
   * Remote folder the file is put in.
   */
  destination_path: string;
  /**
   * Base name of the file.
   */
  file_name?: string;
  /**
   * Layout of the written file.
   */
  format: {
    /**
     * File format.
     * @default "csv"
     */
    format_type: "csv";
    /**
     * Whether the uploaded file is zipped.
     * @default "un_compressed"
     */
    compression_type?: "un_compressed" | "zip";
  };
}

/**
 * Slack. Posts records as messages to a Slack channel.
 *
 * @see https://docs.squared.ai/guides/destinations/retl-destinations/team-collaboration/slack
 */
export interface SlackDestinationConfig {
  /**
   * Token that authorises calls to the service. Secret.
   */
  api_token: string;
  /**
   * Slack channel that receives the messages.
   */
  channel_id: string;
}

/**
 * Stripe. Writes customers and other objects to Stripe.
 *
 * @see https://docs.squared.ai/guides/destinations/retl-destinations/payment/stripe
 */
export interface StripeDestinationConfig {
  /**
   * Key that authorises calls to the service. Secret.
   */
  api_key: string;
}

/**
 * Weaviate. Writes objects with their vectors to a Weaviate cluster.
 *
 * @see https://docs.squared.ai/guides/destinations/retl-destinations/database/weaviate
 */
export interface WeaviateDestinationConfig {
  /**
   * Root URL of the database's HTTP endpoint.
   */
  api_url: string;
  /**
   * Key that authorises calls to the service. Secret.
   */
  api_key: string;
}

/**
 * Zendesk. Writes tickets and users to Zendesk.
 *
 * @see https://docs.squared.ai/guides/destinations/retl-destinations/customer-support/zendesk
 */
export interface ZendeskDestinationConfig {
  /**
   * Login user.
   */
  username: string;
  /**
   * Password of the login user. Secret.
   */
  password: string;
  /**
   * Zendesk subdomain.
   */
  subdomain: string;
}

/** The configurations of the destination types in the catalog. */
export interface DestinationConfigs {
  /** AIS Data Store. */
  AISDataStore: AISDataStoreDestinationConfig;
  /** Airtable. */
  Airtable: AirtableDestinationConfig;
  /** Amazon S3. */
  AmazonS3: AmazonS3DestinationConfig;
  /** Databricks Data Warehouse. */
  DatabricksLakehouse: DatabricksLakehouseDestinationConfig;
  /** Facebook Custom Audiences. */
  FacebookCustomAudience: FacebookCustomAudienceDestinationConfig;
  /** Google Sheets. */
  GoogleSheets: GoogleSheetsDestinationConfig;
  /** HTTP. */
  Http: HttpDestinationConfig;
  /** HubSpot CRM. */
  Hubspot: HubspotDestinationConfig;
  /** Iterable. */
  Iterable: IterableDestinationConfig;
  /** Klaviyo. */
  Klaviyo: KlaviyoDestinationConfig;
  /** Mailchimp. */
  Mailchimp: MailchimpDestinationConfig;
  /** Maria DB. */
  MariaDB: MariaDBDestinationConfig;
  /** Microsoft Dynamics. */
  MicrosoftDynamics: MicrosoftDynamicsDestinationConfig;
  /** Microsoft Excel. */
  MicrosoftExcel: MicrosoftExcelDestinationConfig;
  /** Microsoft SQL. */
  MicrosoftSql: MicrosoftSqlDestinationConfig;
  /** Odoo. */
  Odoo: OdooDestinationConfig;
  /** Oracle DB. */
  Oracle: OracleDestinationConfig;
  /** Pinecone DB. */
  PineconeDB: PineconeDBDestinationConfig;
  /** PostgreSQL. */
  Postgresql: PostgresqlDestinationConfig;
  /** Qdrant. */
  Qdrant: QdrantDestinationConfig;
  /** Salesforce Consumer Goods Cloud. */
  SalesforceConsumerGoodsCloud: SalesforceConsumerGoodsCloudDestinationConfig;
  /** Salesforce CRM. */
  SalesforceCrm: SalesforceCrmDestinationConfig;
  /** SFTP. */
  Sftp: SftpDestinationConfig;
  /** Slack. */
  Slack: SlackDestinationConfig;
  /** Stripe. */
  Stripe: StripeDestinationConfig;
  /** Weaviate. */
  Weaviate: WeaviateDestinationConfig;
  /** Zendesk. */
  Zendesk: ZendeskDestinationConfig;
}
