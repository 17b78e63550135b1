// The process of the platforms: `node platform-process.mjs <folder> <milliseconds>`. It serves them with the data in a folder, so that the
// sandbox's engine uses them instead of its own, and delays every request.
import sandbox from "../../sandbox/dist/index.js";

const [, , folder, latency] = process.argv;
const milliseconds = Number(latency);

let requests = {};
const platforms = await sandbox.startPlatforms(
  folder,
  {
    log: ({ method }) => (requests[method] = (requests[method] ?? 0) + 1),
    ...(milliseconds > 0 && { faults: { next: () => ({ kind: "latency", milliseconds }) } }),
  },
  true,
);
process.on("message", () => {
  process.send({ requests });
  requests = {};
});
process.on("disconnect", () => void platforms.stop().finally(() => process.exit()));
process.send({ env: platforms.env });
