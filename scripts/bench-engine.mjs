// The second part of `npm run bench`: the cost of unchanged resources in the sandbox's engine, and how it grows with their number.
// The provider does nothing and the program declares plain resources. The cost of an empty program, which is Node's startup, is
// subtracted. The exit code is 1 if a budget is exceeded.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { watchUsage } from "./process-usage.mjs";
import { root, setUp } from "./setup.mjs";

setUp();
/** For 300 resources: the engine's milliseconds per resource, megabytes of any process; the ratio of the cost per resource at 1,000 and at 100. */
const budget = { milliseconds: 10, megabytes: 500, growth: 1.5 };

const folder = mkdtempSync(join(tmpdir(), "bench-engine-"));
mkdirSync(join(folder, "node_modules", "@pulumi"), { recursive: true });
mkdirSync(join(folder, "node_modules", "idle"));
symlinkSync(
  join(root, "node_modules", "@pulumi", "pulumi"),
  join(folder, "node_modules", "@pulumi", "pulumi"),
);
writeFileSync(join(folder, "package.json"), "{}");
writeFileSync(
  join(folder, "Pulumi.yaml"),
  "name: bench\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n",
);
writeFileSync(
  join(folder, "node_modules", "idle", "index.js"),
  `module.exports = {
     check: async (olds, inputs) => ({ inputs, failures: [] }),
     diff: async () => ({ changes: false }),
     create: async (outs) => ({ id: outs.name, outs }),
     delete: async () => undefined,
   };`,
);
writeFileSync(
  join(folder, "index.js"),
  `const pulumi = require("@pulumi/pulumi");
   class Thing extends pulumi.CustomResource {
     constructor(name) {
       const config = { remote_url: "s3://bucket/" + name, secret: pulumi.secret("secret of " + name) };
       const __provider = 'exports.handler = () => require("idle");';
       super("pulumi-nodejs:dynamic/bench:Thing", name, { name, config, __provider });
     }
   }
   for (let i = 0; i < Number(process.env.COUNT); i++) new Thing("thing-" + i);`,
);

const names = ["engine", "program", "host"];
console.log(`Unchanged resources in the sandbox's engine, Node ${process.version}\n`);
console.log("           seconds  CPU ms per resource              peak MB");
console.log("resources   total   engine   program      host       engine  program   host");
const results = new Map();
for (const count of [0, 100, 300, 1000]) {
  await up(count);
  const { seconds, usage } = await up(count);
  results.set(count, { seconds, usage });
  const cells = [
    String(count).padStart(9),
    seconds.toFixed(1).padStart(7),
    ...names.map((name) => milliseconds(name, count).toFixed(1).padStart(9)),
    "   ",
    ...names.map((name) => (usage[name]?.megabytes ?? 0).toFixed(0).padStart(7)),
  ];
  console.log(cells.join(" "));
}
rmSync(folder, { recursive: true });

const megabytes = Math.max(...names.map((name) => results.get(300).usage[name]?.megabytes ?? 0));
const growth = milliseconds("engine", 1000) / milliseconds("engine", 100);
const kept =
  milliseconds("engine", 300) <= budget.milliseconds &&
  megabytes <= budget.megabytes &&
  growth <= budget.growth;
console.log(
  `\nBudget for 300: engine ${budget.milliseconds} ms per resource, any process ${budget.megabytes} MB; per resource, 1,000 cost at most ${budget.growth} times as much as 100 (measured: ${growth.toFixed(2)}): ${kept ? "kept" : "EXCEEDED"}.`,
);
process.exitCode = kept ? 0 : 1;

/** The CPU time of a process per resource, without startup. */
function milliseconds(name, count) {
  const cpuSeconds = (of) => results.get(of).usage[name]?.seconds ?? 0;
  return count === 0 ? 0 : ((cpuSeconds(count) - cpuSeconds(0)) * 1000) / count;
}

async function up(count) {
  const startedAt = performance.now();
  const child = spawn(
    process.execPath,
    [join(root, "sandbox", "dist", "cli.js"), "up", "--skip-preview", "--cwd", folder],
    { stdio: ["ignore", "ignore", "inherit"], env: { ...process.env, COUNT: String(count) } },
  );
  const watched = watchUsage(child.pid);
  const code = await new Promise((resolve) => child.on("close", resolve));
  if (code !== 0) throw new Error(`up of ${count} resources exited with ${code}`);
  return { seconds: (performance.now() - startedAt) / 1000, usage: watched.stop() };
}
