// A dynamic provider as Pulumi's documentation shows it: an object of the program, which the SDK serializes into every resource, and one
// request a verb. It checks nothing, retries nothing, and shows the platform's error bodies.
const pulumi = require("@pulumi/pulumi");
const { sources } = require("./sources");

async function send(method, path, body) {
  const { UNSTRUCTURED_API_URL, UNSTRUCTURED_API_KEY } = process.env;
  const response = await fetch(`${UNSTRUCTURED_API_URL}/api/v1/sources/${path}`, {
    method,
    headers: { "unstructured-api-key": UNSTRUCTURED_API_KEY, "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text === "" ? undefined : JSON.parse(text);
}

const provider = {
  async check(olds, news) {
    return { inputs: news, failures: [] };
  },
  async diff(id, olds, news) {
    return { changes: JSON.stringify([olds.name, olds.config]) !== JSON.stringify([news.name, news.config]) };
  },
  async create({ name, type, config }) {
    const { id } = await send("POST", "", { name, type, config });
    return { id, outs: { name, type, config } };
  },
  async read(id, { name, type, config }) {
    const found = await send("GET", id);
    return { id, props: { name: found.name ?? name, type, config } };
  },
  async update(id, olds, { name, type, config }) {
    await send("PUT", id, { config });
    return { outs: { name, type, config } };
  },
  async delete(id) {
    await send("DELETE", id);
  },
};

class Source extends pulumi.dynamic.Resource {
  constructor(name, args) {
    super(provider, name, args);
  }
}

for (const { name, type, config } of sources()) {
  const [key, secret] = [pulumi.secret(config.key), pulumi.secret(config.secret)];
  new Source(name, { name, type, config: { ...config, key, secret } });
}
