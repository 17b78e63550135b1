/** Bodies of programs whose arguments are written in other ways than as one literal; see types.test.ts for what they may use. */
const accepted = {
  variables: `
    const asConst = { type: "s3", config: { remote_url: "s3://b/", access_key_id: "k", secret_access_key: "s" } } as const;
    new unstructured.Source("a", asConst);
    const satisfying = { type: "s3", config: { remote_url: "s3://b/", access_key_id: "k", secret_access_key: text } } satisfies unstructured.SourceArgs;
    new unstructured.Source("b", { ...satisfying, name: text });
    const annotated: unstructured.SourceArgsOf<"s3"> = { type: "s3", config: { remote_url: "s3://b/", anonymous: true } };
    new unstructured.Source("c", annotated);
    const every: unstructured.SourceArgs[] = [annotated, { type: "gcs", config: { remote_url: "gs://b/", service_account_key: text } }];
    every.forEach((args, index) => new unstructured.Source("d" + index, args));
    export const configs = every.map(({ config }) => config);`,
  helpers: `
    const s3 = (path: string) => ({ type: "s3", config: { remote_url: "s3://b/" + path, anonymous: true } }) satisfies unstructured.SourceArgs;
    new unstructured.Source("a", s3("x"));
    function anySource(path: string): unstructured.SourceArgs { return s3(path); }
    new unstructured.Source("b", anySource("x"));
    class Lake extends pulumi.ComponentResource {
      constructor(name: string, args: unstructured.SourceArgsOf<"s3" | "gcs">) {
        super("example:index:Lake", name);
        new unstructured.Source(name, { ...args, name }, { parent: this });
      }
    }
    new Lake("c", s3("y"));
    for (const shortName of ["notion", "linear"] as const) {
      new airweave.SourceConnection(shortName, { shortName, readableCollectionId: text, schedule: { cron: text } });
    }`,
  namesOfTypes: `
    export const types: [unstructured.SourceType, unstructured.DestinationType] = ["s3", "pinecone"];
    export const names: [aisquared.ConnectorType, aisquared.ConnectorName, aisquared.ConnectorName<"source">] = ["source", "Slack", "Snowflake"];
    export const shortName: airweave.ShortName = "github";
    const index: unstructured.DestinationArgsOf<"s3"> = { type: "s3", config: { remote_url: text } };
    new unstructured.Destination("a", index);
    const slack: aisquared.ConnectorArgsOf<"destination", "Slack"> = { connectorType: "destination", connectorName: "Slack", configuration: { api_token: text, channel_id: "C" } };
    new aisquared.Connector("b", slack);
    const tickets: airweave.SourceConnectionArgsOf<"stripe"> = { shortName: "stripe", readableCollectionId: text, authentication: { providerReadableId: "p" } };
    new airweave.SourceConnection("c", tickets);`,
  wholeOutputs: `
    const whole = pulumi.output({ remote_url: "s3://b/", access_key_id: "k", secret_access_key: "s" });
    new unstructured.Source("a", { type: "s3", config: whole });
    new unstructured.Source("b", { type: "s3", config: new pulumi.Config().requireSecretObject<unstructured.SourceConfigs["s3"]>("s3") });
    declare const s3: pulumi.Output<aisquared.SourceConfigs["AmazonS3"]>;
    new aisquared.Connector("c", { connectorType: "source", connectorName: "AmazonS3", configuration: s3 });
    declare const credentials: pulumi.Output<airweave.SourceCredentials["servicenow"]>;
    new airweave.SourceConnection("d", { readableCollectionId: text, shortName: "servicenow", authentication: { credentials } });
    declare const anything: any;
    new unstructured.Source("e", { type: "s3", config: anything });
    const inputs: Inputs<unstructured.SourceConfigs["s3"]> = { remote_url: text, key: text, secret: text };
    new unstructured.Source("f", { type: "s3", config: { ...inputs, recursive: true } });`,
  // Which of them are set is known at run time only.
  valuesThatMayBeUndefined: `
    const settings = new pulumi.Config();
    new unstructured.Source("a", { type: "s3", config: { remote_url: "s3://b/", key: settings.getSecret("k"), secret: settings.getSecret("s"), token: settings.getSecret("t"), anonymous: settings.getBoolean("a") } });
    new unstructured.Source("b", { type: "confluence", config: { url: "https://a.example", username: settings.get("u"), token: settings.getSecret("t"), password: settings.getSecret("p") } });
    new unstructured.Destination("c", { type: "azure", config: { remote_url: "az://c/", account_name: settings.get("n"), account_key: settings.getSecret("k"), connection_string: settings.getSecret("c") } });
    new unstructured.Source("d", { type: "s3", config: { remote_url: "s3://b/", ...(settings.getBoolean("a") ? { anonymous: true } : { key: text, secret: text }) } });
    declare const auth_type: pulumi.Output<"user" | "role">;
    new aisquared.Connector("e", { connectorType: "source", connectorName: "AmazonS3", configuration: { auth_type, access_id: settings.get("i"), secret_access: settings.get("s"), arn: settings.get("a"), external_id: settings.get("e"), region: "r", bucket: "b" } });`,
  everyAlternative: `
    new unstructured.Source("a", { type: "confluence", config: { url: text, token: text } });
    new unstructured.Source("b", { type: "confluence", config: { url: text, username: text, api_token: text } });
    new unstructured.Source("c", { type: "jira", config: { url: text, username: text, token: text } });
    new unstructured.Source("d", { type: "azure", config: { remote_url: text, account_name: text } });
    new unstructured.Source("e", { type: "s3", config: { remote_url: text, aws_access_key_id: text, aws_secret_access_key: text, token: text } });
    new unstructured.Destination("f", { type: "redis", config: { host: "h", uri: text, port: 1, database: 1, ssl: true } });
    new aisquared.Connector("g", { connectorType: "source", connectorName: "AmazonS3", configuration: { auth_type: "role", arn: "a", external_id: text, region: "r", bucket: "b" } });`,
  neverSynced: `
    const slack = { readableCollectionId: text, shortName: "slack" } as const;
    new airweave.SourceConnection("a", { ...slack, schedule: "none", syncImmediately: false });
    declare const schedule: pulumi.Output<"none" | { cron: string }>;
    new airweave.SourceConnection("b", { ...slack, schedule, syncImmediately: pulumi.output(false) });
    new airweave.SourceConnection("c", { ...slack, shortName: otherType("new"), schedule: { cron: text }, syncImmediately: true });`,
  logins: `
    const at = { readableCollectionId: text };
    new airweave.SourceConnection("a", { ...at, shortName: "trello", authentication: { consumerKey: "k", consumerSecret: text, redirectUri: text } });
    new airweave.SourceConnection("b", { ...at, shortName: "notion", authentication: { redirectUri: text } });
    new airweave.SourceConnection("c", { ...at, shortName: "zoho_crm" });
    const login: airweave.Authentication<airweave.SourceCredentials["stripe"]> = { credentials: { api_key: text } };`,
};

/** Bodies of programs with one error, and a part of the compiler's message. */
const refused: Readonly<Record<string, readonly [body: string, reason: string]>> = {
  variable: [
    `const args = { type: "s3", config: { remote_url: "s3://b/", access_key_id: "k", secret_access_key: "s" } };
    new unstructured.Source("a", args);`,
    "'type' are incompatible.\n      Type 'string' is not assignable to type 'OtherType'.\n        Type 'string' is not assignable to type '{ readonly \"a type of the catalog as a literal, not any string: declare the arguments `as const`, or use otherType(); see docs/types.md\": true; }'",
  ],
  helper: [
    `function s3(path: string) { return { type: "s3", config: { remote_url: "s3://b/" + path, anonymous: true } }; }
    new unstructured.Source("a", s3("x"));`,
    "not any string: declare the arguments `as const`",
  ],
  variableOfADestination: [
    `const args = { type: "s3", config: { remote_url: "s3://b/", key: "k", secret: "s" } };
    new unstructured.Destination("a", args);`,
    "not any string: declare the arguments `as const`",
  ],
  variableOfAConnector: [
    `const args = { connectorType: "destination", connectorName: "Slack", configuration: { api_token: "t", channel_id: "C" } };
    new aisquared.Connector("a", args);`,
    "not any string: declare the arguments `as const`",
  ],
  variableOfAConnection: [
    `const args = { readableCollectionId: "c", shortName: "github", config: { repo_name: "a/b" }, authentication: { credentials: { personal_access_token: "t" } } };
    new airweave.SourceConnection("a", args);`,
    "not any string: declare the arguments `as const`",
  ],
  constantOfNoType: [
    `const args = { type: "s4", config: {} } as const;
    new unstructured.Source("a", args);`,
    "a type of the catalog as a literal",
  ],
  wholeOutput: [
    `const whole = pulumi.output({ remote_ulr: "s3://b/", access_key_id: "k", secret_access_key: "s" });
    new unstructured.Source("a", { type: "s3", config: whole });`,
    "Property 'remote_url' is missing in type 'OutputInstance<UnwrappedObject<{ remote_ulr: string;",
  ],
  wholeOutputOfAConnector: [
    `new aisquared.Connector("a", { connectorType: "destination", connectorName: "Slack", configuration: pulumi.output({ api_tokn: "t", channel_id: "C" }) });`,
    "Property 'api_token' is missing in type 'OutputInstance<UnwrappedObject<{ api_tokn: string;",
  ],
  wholeOutputOfAConnection: [
    `new airweave.SourceConnection("a", { readableCollectionId: text, shortName: "github", config: pulumi.output({ repo_nme: "a/b" }), authentication: { credentials: { personal_access_token: text } } });`,
    "Property 'repo_name' is missing in type 'OutputInstance<UnwrappedObject<{ repo_nme: string; }>>",
  ],
  halfAPairInAnOutput: [
    `new unstructured.Source("a", { type: "s3", config: pulumi.output({ remote_url: "s3://b/", key: "k" }) });`,
    "Property 'secret' is missing",
  ],
  keyWithoutSecret: [
    `new unstructured.Source("a", { type: "s3", config: { remote_url: "s3://b/", access_key_id: "k" } });`,
    "Property 'secret_access_key' is missing in type '{ remote_url: string; access_key_id: string; }'",
  ],
  secretWithoutKey: [
    `new unstructured.Destination("a", { type: "s3", config: { remote_url: "s3://b/", aws_secret_access_key: fromEnv("S") } });`,
    "Property 'aws_access_key_id' is missing",
  ],
  tokenWithoutPair: [
    `new unstructured.Source("a", { type: "s3", config: { remote_url: "s3://b/", key: "k", token: text } });`,
    "Property 'secret' is missing",
  ],
  accountKeyWithoutName: [
    `new unstructured.Source("a", { type: "azure", config: { remote_url: "az://c/", account_key: text } });`,
    "Property 'account_name' is missing",
  ],
  userWithoutToken: [
    `new unstructured.Source("a", { type: "confluence", config: { url: text, username: text } });`,
    "Property 'token' is missing",
  ],
  passwordWithoutUser: [
    `new unstructured.Source("a", { type: "confluence", config: { url: text, password: text } });`,
    "Property 'username' is missing",
  ],
  jiraPasswordWithoutUser: [
    `new unstructured.Source("a", { type: "jira", config: { url: text, password: text } });`,
    "Property 'username' is missing",
  ],
  partOfARefreshToken: [
    `new unstructured.Source("a", { type: "dropbox", config: { remote_url: text, app_key: text, app_secret: text } });`,
    "Property 'refresh_token' is missing",
  ],
  clientWithoutSecret: [
    `new unstructured.Destination("a", { type: "databricks_volumes", config: { host: "h", catalog: "c", volume: "v", schema: "s", volume_path: "p", client_id: "c" } });`,
    "Property 'client_secret' is missing",
  ],
  dependentPassword: [
    `new unstructured.Source("a", { type: "sharepoint", config: { client_id: "c", client_cred: "c", site: text, tenant: "t", password: text } });`,
    "Property 'user_pname' is missing",
  ],
  noSpellingOfARequiredKey: [
    `new unstructured.Source("a", { type: "zendesk", config: { subdomain: "s", email: "a@b.example" } });`,
    "Property 'api_token' is missing",
  ],
  noneOfSeveral: [
    `new airweave.SourceConnection("a", { readableCollectionId: text, shortName: "servicenow", authentication: { credentials: { username: "u", password: text } } });`,
    "Property 'url' is missing",
  ],
  halfOfASelectedLogin: [
    `new aisquared.Connector("a", { connectorType: "source", connectorName: "AmazonS3", configuration: { auth_type: "user", access_id: "i", region: "r", bucket: "b" } });`,
    "Property 'secret_access' is missing",
  ],
  keysOfTheOtherLogin: [
    `new aisquared.Connector("a", { connectorType: "source", connectorName: "AmazonS3", configuration: { auth_type: "role", access_id: "i", secret_access: text, region: "r", bucket: "b" } });`,
    "is not assignable to type 'Inputs<AmazonS3SourceConfig>'",
  ],
  cronOfAFederatedSource: [
    `new airweave.SourceConnection("a", { readableCollectionId: text, shortName: "slack", schedule: { cron: "0 6 * * *" } });`,
    "'cron' does not exist in type 'NeverSynced<Schedule>'",
  ],
  cronOfAFederatedSourceInAVariable: [
    `const args = { readableCollectionId: text, shortName: "slack", schedule: { cron: text } } as const;
    new airweave.SourceConnection("a", args);`,
    "NeverSynced<Schedule>",
  ],
  syncOfAFederatedSource: [
    `new airweave.SourceConnection("a", { readableCollectionId: text, shortName: "slack", syncImmediately: true });`,
    "NeverSynced<boolean>",
  ],
  noBrowserLogin: [
    `new airweave.SourceConnection("a", { readableCollectionId: text, shortName: "github", config: { repo_name: "a/b" } });`,
    "Property 'authentication' is missing",
  ],
  noClientOfOnesOwn: [
    `new airweave.SourceConnection("a", { readableCollectionId: text, shortName: "gmail" });`,
    "Property 'authentication' is missing",
  ],
  methodOfOtherSources: [
    `new airweave.SourceConnection("a", { readableCollectionId: text, shortName: "trello", authentication: { accessToken: text } });`,
    "'accessToken' does not exist in type",
  ],
  halfAClient: [
    `new airweave.SourceConnection("a", { readableCollectionId: text, shortName: "notion", authentication: { clientId: "i", redirectUri: text } });`,
    "Property 'clientSecret' is missing",
  ],
  refreshTokenAlone: [
    `new airweave.SourceConnection("a", { readableCollectionId: text, shortName: "notion", authentication: { refreshToken: text, redirectUri: text } });`,
    "'{ refreshToken: pulumi.Output<string>; redirectUri: pulumi.Output<string>; }' is not assignable to type",
  ],
  misspelledSpread: [
    `const args = { type: "s3", config: { remote_ulr: "s3://b/", anonymous: true } } satisfies unstructured.SourceArgs;`,
    "Did you mean to write 'remote_url'?",
  ],
};

/** All of them, by what they show. */
export const argumentPrograms: Readonly<Record<string, string>> = {
  ...accepted,
  ...Object.fromEntries(Object.entries(refused).map(([name, [body]]) => [name, body])),
};

/** The programs that compile. */
export const acceptedArguments = Object.keys(accepted);

/** The programs that do not compile, each with part of the error. */
export const refusedArguments = Object.entries(refused).map(([name, [, reason]]): [string, string] => [
  name,
  reason,
]);
