// Does nothing but wait as long as a request to the platform takes. Its diff compares the one input that the benchmark changes.
const milliseconds = Number(process.env.BENCH_LATENCY);
const wait = () => milliseconds > 0 && new Promise((resolve) => setTimeout(resolve, milliseconds));

module.exports = {
  check: async (olds, inputs) => ({ inputs, failures: [] }),
  diff: async (id, olds, news) => ({ changes: olds.config.remote_url !== news.config.remote_url }),
  create: async (inputs) => {
    await wait();
    return { id: inputs.name, outs: inputs };
  },
  read: async (id, props) => {
    await wait();
    return { id, props };
  },
  update: async (id, olds, news) => {
    await wait();
    return { outs: news };
  },
  delete: async () => {
    await wait();
  },
};
