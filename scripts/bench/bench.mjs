import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as prettier from "prettier";
import { root } from "../setup.mjs";
import { worseThan } from "./compare.mjs";
import { availableEngines } from "./engines.mjs";
import { measureGrowth } from "./growth.mjs";
import { limited } from "./limits.mjs";
import { measureLoading } from "./loading.mjs";
import { describeMachine } from "./machine.mjs";
import { measureRound } from "./measure.mjs";
import { merged } from "./merge.mjs";
import { programs } from "./names.mjs";
import { measurePolicies } from "./policies.mjs";
import { measureProfile } from "./profile.mjs";
import { summarize } from "./summary.mjs";
import { comparisonTable, profileText } from "./table.mjs";
import { measureVerbs, slowestVerbs } from "./verbs.mjs";

/** The committed results. */
export const resultsPath = join(root, "test", "bench", "results.json");

/** What is measured besides the comparison. */
const otherParts = {
  loading: measureLoading,
  growth: measureGrowth,
  policies: measurePolicies,
  verbs: measureVerbs,
  profile: measureProfile,
};

/** How parts are printed that are too long for a line. */
const texts = { verbs: slowestVerbs, profile: profileText };

/**
 * Runs the benchmark and prints its results.
 *
 * @param options `pairs`, the number of rounds; `sizes`, numbers of resources; `latencies` in milliseconds; `programs`, the names of the
 * ones to compare with; `engine`, the name of the only one, and `parts`, the names of the only parts, or undefined for all; `write`,
 * whether to write the results.
 * @returns the exit code: 1 if a limit is exceeded that the committed results keep, or have not measured.
 */
export async function bench({ pairs, sizes, latencies, programs: others, engine: only, parts, write }) {
  const engines = availableEngines().filter(({ name }) => only === undefined || name === only);
  if (engines.length === 0) throw new Error(`there is no engine ${only}`);
  const has = (part) => parts?.includes(part) ?? true;
  const results = { machine: describeMachine(engines), comparisons: [] };
  console.log(JSON.stringify(results.machine));
  for (const [part, measure] of Object.entries(otherParts)) {
    if (!has(part)) continue;
    results[part] = await measure();
    console.log(texts[part]?.(results[part]) ?? `${part}: ${JSON.stringify(results[part])}`);
  }
  if (has("comparison")) {
    for (const engine of engines) {
      for (const count of sizes) {
        for (const latency of latencies) {
          const comparison = await compare({ engine, count, latency, programs: compared(others) }, pairs);
          console.log(comparisonTable(comparison).join("\n"));
          results.comparisons.push(comparison);
        }
      }
    }
  }
  const exceeded = report(results);
  if (write) await writeResults(results);
  return exceeded ? 1 : 0;
}

/** Ours and the provider that does nothing, which every limit is relative to, with the others that are asked for. */
function compared(others) {
  const unknown = others?.find((program) => !programs.includes(program));
  if (unknown !== undefined) throw new Error(`there is no program ${unknown}`);
  const [ours, noop] = programs;
  return programs.filter((program) => [ours, noop, ...(others ?? programs)].includes(program));
}

async function compare(setting, pairs) {
  const rounds = [];
  for (let round = 0; round < pairs; round++) rounds.push(await measureRound(setting, round));
  const { engine, count, latency } = setting;
  return { engine: engine.name, count, latency, pairs, operations: summarize(rounds) };
}

/**
 * Prints what exceeds a limit, and what has got worse.
 *
 * @returns whether a limit is exceeded that the committed results do not exceed. Those that they do are work to be done, not news.
 */
function report(results) {
  const all = limited(results);
  const exceeded = all.filter(isExceeded);
  const known = new Set(
    limited(committed())
      .filter(isExceeded)
      .map(({ name }) => name),
  );
  console.log(`\n${all.length - exceeded.length} of ${all.length} limits are kept.`);
  for (const { name, value, limit } of exceeded) {
    const note = known.has(name) ? ", as in the committed results" : "";
    console.log(`EXCEEDED ${name}: ${shown(value)}, limit ${shown(limit)}${note}`);
  }
  for (const line of worseThan(committed(), results)) console.log(`WORSE ${line}`);
  return exceeded.some(({ name }) => !known.has(name));
}

function isExceeded({ value, limit }) {
  return value > limit;
}

function shown(value) {
  return Number.isInteger(value) ? String(value) : value.toFixed(2);
}

/** The committed results; empty if there are none yet. */
function committed() {
  return existsSync(resultsPath) ? JSON.parse(readFileSync(resultsPath, "utf8")) : {};
}

async function writeResults(results) {
  const rounded = JSON.stringify(merged(committed(), results), (_, value) =>
    typeof value === "number" ? Math.round(value * 1000) / 1000 : value,
  );
  const options = await prettier.resolveConfig(resultsPath);
  mkdirSync(dirname(resultsPath), { recursive: true });
  writeFileSync(resultsPath, await prettier.format(rounded, { ...options, filepath: resultsPath }));
}
