// Sends the one request that a verb needs, with the HTTP client of this package, and does nothing else. Its diff compares the one input
// that the benchmark changes.
const undici = require("undici");

const { UNSTRUCTURED_API_URL, UNSTRUCTURED_API_KEY } = process.env;
const dispatcher = new undici.Agent();

async function send(method, path, body) {
  const { statusCode, body: response } = await undici.request(
    `${UNSTRUCTURED_API_URL}/api/v1/sources/${path}`,
    {
      dispatcher,
      method,
      headers: { "unstructured-api-key": UNSTRUCTURED_API_KEY, "content-type": "application/json" },
      body: body === undefined ? null : JSON.stringify(body),
    },
  );
  const text = await response.text();
  if (statusCode >= 400) throw new Error(`${method} ${path}: ${statusCode}`);
  return text === "" ? undefined : JSON.parse(text);
}

module.exports = {
  check: async (olds, inputs) => ({ inputs, failures: [] }),
  diff: async (id, olds, news) => ({ changes: olds.config.remote_url !== news.config.remote_url }),
  create: async (inputs) => {
    const { name, type, config } = inputs;
    const { id } = await send("POST", "", { name, type, config });
    return { id, outs: inputs };
  },
  read: async (id, props) => {
    await send("GET", id);
    return { id, props };
  },
  update: async (id, olds, news) => {
    await send("PUT", id, { config: news.config });
    return { outs: news };
  },
  delete: async (id) => {
    await send("DELETE", id);
  },
};
