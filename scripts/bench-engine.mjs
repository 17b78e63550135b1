// The second half of `npm run bench`: what the embedded engine itself takes for resources that have not changed, and how that grows with their number.
// The provider does nothing and the program declares plain resources. What a program with none takes is taken off: it is Node's start-ups.
// Ends with 1 if a budget is exceeded.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { watchUsage } from "./process-usage.mjs";
import { root, setUp } from "./setup.mjs";

setUp();
/** For 300 resources: milliseconds of the engine a resource, megabytes for any process; how much dearer a resource may be among 1,000 than among 100. */
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
console.log(`Unchanged resources on the embedded engine, Node ${process.version}\n`);
console.log("           seconds  ms of processor a resource       peak MB");
console.log("resources  in all   engine   program      host       engine  program   host");
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
  `\nBudget for 300: the engine ${budget.milliseconds} ms a resource, any process ${budget.megabytes} MB; among 1,000 at most ${budget.growth} times as dear as among 100 (it is ${growth.toFixed(2)}): ${kept ? "kept" : "EXCEEDED"}.`,
);
process.exitCode = kept ? 0 : 1;

/** What a resource costs a process, start-up taken off. */
function milliseconds(name, count) {
  const spent = (of) => results.get(of).usage[name]?.seconds ?? 0;
  return count === 0 ? 0 : ((spent(count) - spent(0)) * 1000) / count;
}

async function up(count) {
  const began = performance.now();
  const child = spawn(
    process.execPath,
    [join(root, "sandbox", "dist", "cli.js"), "up", "--skip-preview", "--cwd", folder],
    { stdio: ["ignore", "ignore", "inherit"], env: { ...process.env, COUNT: String(count) } },
  );
  const watched = watchUsage(child.pid);
  const code = await new Promise((resolve) => child.on("close", resolve));
  if (code !== 0) throw new Error(`up of ${count} resources ended with ${code}`);
  return { seconds: (performance.now() - began) / 1000, usage: watched.stop() };
}
