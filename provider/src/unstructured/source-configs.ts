// Generated from the catalog by `npm run generate`. Do not edit.

/**
 * Amazon S3. Reads the files of an Amazon S3 bucket, or of a service that speaks the same protocol.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/sources/s3
 */
export interface S3SourceConfig {
  /**
   * The bucket or the folder to read.
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

/** The configuration of each source type that the catalog describes. */
export interface SourceConfigs {
  s3: S3SourceConfig;
}
