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
const made = resources.map(({ kind, name, args, options }) => new kinds[kind](name, read(args), options));

exports.token = config.requireSecret("first");
exports.sentence = pulumi.interpolate\`The token of \${made[0].id} is \${config.requireSecret("second")}.\`;
exports.nested = { list: [made[0].id, { token: config.requireSecret("third") }] };
`;
