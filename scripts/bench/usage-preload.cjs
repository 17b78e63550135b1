// Preloaded into every Node process of an operation: writes at its end what it has used, as the kernel has counted it.
const { writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { isMainThread } = require("node:worker_threads");

/** The scripts by which processes are recognized; Pulumi's are the same on both engines. */
const roles = [
  [/[\\/]sandbox[\\/]dist[\\/]cli\.js$/, "engine"],
  [/[\\/]cmd[\\/]run(?:[\\/]|$)/, "program"],
  [/[\\/]cmd[\\/]dynamic-provider(?:[\\/]|$)/, "host"],
];

const [, role] = roles.find(([script]) => script.test(process.argv[1] ?? "")) ?? [];
if (isMainThread && role !== undefined) {
  process.on("exit", () => {
    const { user, system } = process.cpuUsage();
    const { maxRSS } = process.resourceUsage();
    const usage = { role, seconds: (user + system) / 1e6, megabytes: maxRSS / 1024 };
    writeFileSync(join(process.env.BENCH_USAGE, `${process.pid}.json`), JSON.stringify(usage));
  });
  // Engines end the host by a signal, and a process that a signal ends emits no `exit`.
  if (role === "host") for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit());
}
