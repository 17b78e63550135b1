// Generated from the catalog by `npm run generate`. Do not edit.

/**
 * Amazon S3. Writes to an Amazon S3 bucket, or to a service that speaks the same protocol.
 *
 * @see https://docs.unstructured.io/api-reference/workflow/destinations/s3
 */
export interface S3DestinationConfig {
  /**
   * The bucket or the folder to write to.
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

/** The configuration of each destination type that the catalog describes. */
export interface DestinationConfigs {
  s3: S3DestinationConfig;
}
