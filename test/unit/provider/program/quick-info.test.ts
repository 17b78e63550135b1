import { beforeAll, describe, expect, it } from "@jest/globals";
import { editor, type Editor } from "../../../harness/quick-info";

const header = `
  import * as pulumi from "@pulumi/pulumi";
  import { airweave, aisquared, unstructured, type Inputs } from "pulumi-connectors";
  declare const text: pulumi.Output<string>;
`;

const at = "readableCollectionId: text, authentication";

/** Bodies of programs. The configurations before the last three have rules about which keys go together. */
const programs = {
  s3: `new unstructured.Source("a", { type: "s3", config: { remote_url: text, recursive: true, access_key_id: text, secret_access_key: text } });`,
  anonymousS3: `new unstructured.Destination("a", { type: "s3", config: { remote_url: text, anonymous: true } });`,
  azure: `new unstructured.Source("a", { type: "azure", config: { remote_url: text, account_name: text, account_key: text } });`,
  zendesk: `new unstructured.Source("a", { type: "zendesk", config: { subdomain: text, email: text, api_token: text, item_type: "tickets" } });`,
  AmazonS3: `new aisquared.Connector("a", { connectorType: "source", connectorName: "AmazonS3", configuration: { auth_type: "user", access_id: text, secret_access: text, region: text, bucket: text } });`,
  servicenow: `new airweave.SourceConnection("a", { shortName: "servicenow", ${at}: { credentials: { url: text, username: text, password: text } } });`,
  inputs: `export const config: Inputs<unstructured.SourceConfigs["s3"]> = { remote_url: text, anonymous: true };`,
  incomplete: `new unstructured.Source("a", { type: "s3", config: { remote_url: text, /* here */ } });`,
  adopted: `new unstructured.Source("a", { type: "s3", config: { remote_url: text, anonymous: true } }, { adopt: { name: text, type: "/* here */" } });`,
  gcs: `new unstructured.Source("a", { type: "gcs", config: { remote_url: text, service_account_key: text } });`,
  github: `new airweave.SourceConnection("a", { shortName: "github", ${at}: { credentials: { personal_access_token: text } }, config: { repo_name: text } });`,
  Snowflake: `new aisquared.Connector("a", { connectorType: "source", connectorName: "Snowflake", configuration: { host: text, role: text, warehouse: text, database: text, credentials: { auth_type: "username/password", username: text, password: text } } });`,
};

describe("an editor", () => {
  let opened: Editor;

  // One language service, because the declarations of the packages take most of the time.
  beforeAll(() => {
    opened = editor(
      Object.fromEntries(Object.entries(programs).map(([name, body]) => [name, header + body])),
    );
    // The first request reads the declarations.
    opened.documentation("gcs", "remote_url");
  });

  it.each([
    ["s3", "remote_url", "The bucket or the folder to read"],
    ["s3", "recursive", "Read sub-folders too."],
    ["anonymousS3", "remote_url", "The bucket or the folder to write to"],
    ["anonymousS3", "anonymous", "Write without credentials."],
    ["azure", "remote_url", "The container or the folder to read"],
    ["zendesk", "subdomain", "What stands before .zendesk.com"],
    ["zendesk", "item_type", "What to read."],
    ["AmazonS3", "region", "Cloud region."],
    ["AmazonS3", "bucket", "Bucket to read from."],
    ["servicenow", "username", "Login name."],
    ["servicenow", "password", "Login password."],
    ["inputs", "remote_url", "The bucket or the folder to read"],
    ["gcs", "service_account_key", "Key of the Google service account"],
    ["github", "personal_access_token", "Personal access token"],
    ["github", "repo_name", "Repository as owner/name."],
    ["Snowflake", "warehouse", "Snowflake warehouse."],
    ["Snowflake", "password", "Password of the login user."],
  ])("shows the documentation of a key: %s, %s", (type, key, documentation) => {
    expect(opened.documentation(type, `${key}: `)).toContain(documentation);
  });

  it("completes all keys, each with its documentation", () => {
    const completions = opened.completions("incomplete", "/* here */");
    expect([...completions.keys()].sort()).toEqual([
      "access_key_id",
      "ambient_credentials",
      "anonymous",
      "aws_access_key_id",
      "aws_secret_access_key",
      "endpoint_url",
      "key",
      "recursive",
      "secret",
      "secret_access_key",
      "token",
    ]);
    expect([...completions.values()]).not.toContain("");
  });

  it("completes the type of an object that is adopted", () => {
    const types = [...opened.completions("adopted", "/* here */").keys()];
    expect(types).toEqual(expect.arrayContaining(["azure", "gcs", "s3"]));
  });
});
