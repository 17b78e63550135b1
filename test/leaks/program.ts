/**
 * The program of a campaign. It creates the resources in `resources.json`, where `{"$secret": value}` and the like stand for calls.
 */
export const program = `
const { readFileSync } = require("node:fs");
const { resources } = JSON.parse(readFileSync(__dirname + "/resources.json", "utf8"));

const collections = [0, 1, 2, 3].map((number) => new airweave.Collection("collection-" + number));

const calls = {
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
  "aisquared.Connector": aisquared.Connector,
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
  const { config, configuration, authentication, ...others } = args;
  const more = by === "component" ? { parent } : by === "resource" ? { transformations: [transformed("resource")] } : {};
  return new kinds[kind](name, read(others), { ...options, ...more });
}
const all = resources.map(made);

exports.token = config.requireSecret("first");
exports.sentence = pulumi.interpolate\`The token of \${all[0].id} is \${config.requireSecret("second")}.\`;
exports.nested = { list: [all[0].id, { token: config.requireSecret("third") }] };
`;
