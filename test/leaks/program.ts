/**
 * The program of a campaign. It creates the resources in `resources.json`, where `{"$secret": value}` and the like stand for calls.
 */
export const program = `
const { readFileSync } = require("node:fs");
const { resources } = JSON.parse(readFileSync(__dirname + "/resources.json", "utf8"));

const collections = [0, 1, 2, 3].map((number) => new airweave.Collection("collection-" + number));

const bucket = { type: "s3", config: { remote_url: "s3://bucket/", anonymous: true } };
const docs = new unstructured.Source("docs", bucket);
const results = new unstructured.Destination("results", bucket);
const warehouse = new aisquared.Connector("warehouse", {
  connectorType: "source",
  connectorName: "MariaDB",
  configuration: { host: "db.example.com", port: "3306", username: "loader", password: config.requireSecret("first"), database: "shop" },
});
const crm = new aisquared.Connector("crm", {
  connectorType: "destination",
  connectorName: "Http",
  configuration: { destination_url: "https://hooks.example.com/" },
});
const orders = new aisquared.Model("orders", {
  connectorId: warehouse.id,
  queryType: "raw_sql",
  query: "select id from orders",
  primaryKey: "id",
});
const parts = { docs, results, warehouse, crm, orders };

const calls = {
  $id: (name) => parts[name].id,
  $secret: (given) => pulumi.secret(read(given)),
  $output: (given) => pulumi.output(Promise.resolve(read(given))),
  $fromEnv: fromEnv,
  $config: (key) => config.requireSecret(key),
  $otherType: otherType,
  $readableId: (number) => collections[number].readableId,
};

function read(given) {
  if (Array.isArray(given)) return given.map(read);
  if (typeof given !== "object" || given === null) return given;
  const [[key, value] = []] = Object.entries(given);
  if (Object.hasOwn(calls, key)) return calls[key](value);
  return Object.fromEntries(Object.entries(given).map(([key, value]) => [key, read(value)]));
}

const kinds = {
  "unstructured.Source": unstructured.Source,
  "unstructured.Destination": unstructured.Destination,
  "unstructured.Workflow": unstructured.Workflow,
  "aisquared.Connector": aisquared.Connector,
  "aisquared.Model": aisquared.Model,
  "aisquared.Sync": aisquared.Sync,
  "airweave.SourceConnection": airweave.SourceConnection,
};
// A transformation runs after the constructor has seen the arguments.
const transformed = (by) => ({ name, props, opts }) => {
  const resource = resources.find((each) => each.name === name && each.by === by);
  return resource && { props: { ...props, ...read(resource.args) }, opts };
};
pulumi.runtime.registerStackTransformation(transformed("stack"));
const parent = new pulumi.ComponentResource("acme:Intake", "intake", {}, { transformations: [transformed("component")] });

function made({ kind, name, args, options, by }) {
  if (by === undefined) return new kinds[kind](name, read(args), options);
  const { config, configuration, authentication, workflowNodes, ...others } = args;
  const more = by === "component" ? { parent } : by === "resource" ? { transformations: [transformed("resource")] } : {};
  return new kinds[kind](name, read(others), { ...options, ...more });
}
const all = resources.map(made);

exports.token = config.requireSecret("first");
exports.sentence = pulumi.interpolate\`The token of \${all[0].id} is \${config.requireSecret("second")}.\`;
exports.nested = { list: [all[0].id, { token: config.requireSecret("third") }] };
`;
