// Preloaded into every Node process of an operation: writes at its end what it has used, as the kernel has counted it. With
// BENCH_PROFILES, a folder, it also records a CPU profile, which slows the process down.
const { writeFileSync } = require("node:fs");
const { Session } = require("node:inspector");
const { join } = require("node:path");
const { isMainThread } = require("node:worker_threads");

/** The scripts by which processes are recognized; Pulumi's are the same on both engines. */
const roles = [
  [/[\\/]sandbox[\\/]dist[\\/]cli\.js$/, "engine"],
  [/[\\/]cmd[\\/]run(?:[\\/]|$)/, "program"],
  [/[\\/]cmd[\\/]dynamic-provider(?:[\\/]|$)/, "host"],
];

const [, role] = roles.find(([script]) => script.test(process.argv[1] ?? "")) ?? [];
const { BENCH_PROFILES, BENCH_USAGE } = process.env;

/** Starts the profiler. @returns a function that stops it and writes the profile. */
function startProfile() {
  const session = new Session();
  session.connect();
  session.post("Profiler.enable");
  session.post("Profiler.start");
  return () =>
    // Without a listener on a thread of its own, the response is there before the call returns.
    session.post("Profiler.stop", (error, { profile }) => {
      writeFileSync(join(BENCH_PROFILES, `${role}.cpuprofile`), JSON.stringify(profile));
    });
}

if (isMainThread && role !== undefined) {
  const stopProfile = BENCH_PROFILES === undefined ? () => undefined : startProfile();
  process.on("exit", () => {
    stopProfile();
    const { user, system } = process.cpuUsage();
    const { maxRSS } = process.resourceUsage();
    const usage = { role, seconds: (user + system) / 1e6, megabytes: maxRSS / 1024 };
    writeFileSync(join(BENCH_USAGE, `${process.pid}.json`), JSON.stringify(usage));
  });
  // Engines end the host by a signal, and a process that a signal ends emits no `exit`.
  if (role === "host") for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit());
}
