// `npm run bench` measures how long a program takes to load the package, the time and memory that the sandbox's engine needs for many
// resources, and how much longer a preview takes with the recommended policy pack.
// `npm run bench -- 1000` sets the number of resources. The exit code is 1 if a budget is exceeded.
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { watchUsage } from "./process-usage.mjs";
import { root, setUp } from "./setup.mjs";

setUp();
const count = Number(process.argv[2] ?? 300);
/** For 300 resources on two cores: seconds of the first `up`, megabytes of any process. */
const budget = { seconds: 30, megabytes: 700 };
/** Milliseconds to load the package in a program that has loaded @pulumi/pulumi. */
const loadingBudget = 40;
/** How much longer policies may make a preview of 300 resources, in percent. */
const policyBudget = 15;

const folder = mkdtempSync(join(tmpdir(), "bench-"));
mkdirSync(join(folder, "node_modules", "@pulumi"), { recursive: true });
symlinkSync(
  join(root, "node_modules", "@pulumi", "pulumi"),
  join(folder, "node_modules", "@pulumi", "pulumi"),
);
symlinkSync(join(root, "provider"), join(folder, "node_modules", "pulumi-connectors"));
const recommendedPack = join(root, "provider", "policy-pack");
writeFileSync(join(folder, "package.json"), "{}");
writeFileSync(
  join(folder, "Pulumi.yaml"),
  "name: bench\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n",
);
writeFileSync(
  join(folder, "index.js"),
  `const { unstructured } = require("pulumi-connectors");
   for (let i = 0; i < ${count}; i++) {
     const config = { remote_url: "s3://bucket/" + i + "/", key: "AKIA" + i, secret: "secret-" + i, recursive: true };
     new unstructured.Source("source-" + i, { type: "s3", config });
   }`,
);

const loading = measureLoading();
console.log(
  `loading pulumi-connectors over @pulumi/pulumi: ${loading.toFixed(0)} ms (budget ${loadingBudget} ms)\n`,
);

console.log(`${count} sources, Node ${process.version}\n`);
const policies = await measurePolicies();
const { without, added } = policies;
console.log(
  `preview: ${without.toFixed(1)} s, with policies ${(without + added).toFixed(1)} s: ${policies.percent.toFixed(0)} % more (budget ${policyBudget} %)\n`,
);

console.log("operation        seconds  requests  peak MB (engine, program, host)");
let failed = false;
for (const [title, command] of [
  ["up, creating", "up"],
  ["up, unchanged", "up"],
  ["refresh", "refresh"],
  ["destroy", "destroy"],
]) {
  const { seconds, requests, peaks, code } = await measure(command);
  const memory = ["engine", "program", "host"].map((name) => (peaks[name] ?? 0).toFixed(0)).join(", ");
  console.log(
    `${title.padEnd(15)} ${seconds.toFixed(1).padStart(8)} ${String(requests).padStart(9)}  ${memory}`,
  );
  if (title === "up, creating") {
    const bytes = statSync(join(folder, ".sandbox", "stacks", "dev.json")).size / count;
    console.log(`                                    state: ${bytes.toFixed(0)} bytes a resource`);
    failed ||= count === 300 && seconds > budget.seconds;
  }
  failed ||= code !== 0 || (count === 300 && Math.max(...Object.values(peaks)) > budget.megabytes);
}
rmSync(folder, { recursive: true });
console.log(
  `\nBudget for 300: first up ${budget.seconds} s, any process ${budget.megabytes} MB: ${failed ? "EXCEEDED" : "kept"}.`,
);
if (loading > loadingBudget) console.log(`Budget for loading: ${loadingBudget} ms: EXCEEDED.`);
const slowPolicies = count === 300 && policies.percent > policyBudget;
if (slowPolicies) console.log(`Budget for policies: ${policyBudget} %: EXCEEDED.`);
process.exitCode = failed || loading > loadingBudget || slowPolicies ? 1 : 0;

/**
 * The median time that new processes take to load the package, in milliseconds. CPU time excludes most of the machine's other load.
 * It is measured after the SDK has been loaded: that takes fifty times as long, so comparing processes with and without the package
 * would measure mostly noise.
 */
function measureLoading() {
  const script = `require("@pulumi/pulumi");
    const before = process.cpuUsage();
    require("pulumi-connectors");
    const { user, system } = process.cpuUsage(before);
    console.log((user + system) / 1000);`;
  const runs = Array.from({ length: 21 }, () =>
    Number(spawnSync(process.execPath, ["-e", script], { cwd: folder, encoding: "utf8" }).stdout || NaN),
  );
  if (runs.some(Number.isNaN)) throw new Error("the package cannot be loaded");
  return median(runs);
}

/**
 * How much longer a user waits for a preview with policies, in seconds and percent. This is wall-clock time, because the pack runs in
 * parallel. Each preview with policies is compared with the one right before it, and the median of the differences counts, so that
 * other load on the machine has little effect.
 */
async function measurePolicies() {
  const pairs = [];
  for (let pair = 0; pair < 7; pair++) {
    const [without, with_] = [
      await measure("preview"),
      await measure("preview", "--policy-pack", recommendedPack),
    ];
    if (without.code !== 0 || with_.code !== 0) throw new Error("a preview failed");
    pairs.push({ without: without.seconds, added: with_.seconds - without.seconds });
  }
  const without = median(pairs.map((pair) => pair.without));
  const added = median(pairs.map((pair) => pair.added));
  return { without, added, percent: (added / without) * 100 };
}

function median(numbers) {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)];
}

async function measure(command, ...flags) {
  const log = join(folder, "requests.jsonl");
  rmSync(log, { force: true });
  const startedAt = performance.now();
  const child = spawn(
    process.execPath,
    [join(root, "sandbox", "dist", "cli.js"), command, ...flags, "--cwd", folder, "--log", log],
    {
      stdio: ["ignore", "ignore", "inherit"],
    },
  );
  const watched = watchUsage(child.pid);
  const code = await new Promise((resolve) => child.on("close", resolve));
  const peaks = Object.fromEntries(
    Object.entries(watched.stop()).map(([name, { megabytes }]) => [name, megabytes]),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  return { seconds, requests: readFileSync(log, "utf8").split("\n").filter(Boolean).length, peaks, code };
}
