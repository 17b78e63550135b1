// The inputs of all three programs. A higher BENCH_REVISION updates every source.
const { BENCH_COUNT, BENCH_REVISION } = process.env;

exports.sources = () =>
  Array.from({ length: Number(BENCH_COUNT) }, (_, index) => ({
    name: `source-${index}`,
    type: "s3",
    config: {
      remote_url: `s3://bucket/${index}/revision-${BENCH_REVISION}/`,
      key: `AKIA${index}`,
      secret: `secret-${index}`,
      recursive: true,
    },
  }));
