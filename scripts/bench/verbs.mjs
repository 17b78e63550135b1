import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { verbNames } from "./names.mjs";
import { median } from "./statistics.mjs";

const script = fileURLToPath(new URL("verbs-process.mjs", import.meta.url));

/**
 * The milliseconds of CPU time of each verb in the provider host, without HTTP, for every connector type: checks, comparison, mapping,
 * marking of secrets. @returns by `platform role type`, an object with a number for each of `verbNames`.
 */
export function measureVerbs() {
  const folder = mkdtempSync(join(tmpdir(), "bench-verbs-"));
  try {
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, folder], { encoding: "utf8" });
    if (status !== 0) throw new Error(`the verbs could not be measured:\n${stderr}`);
    return JSON.parse(stdout);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** For each verb, the slowest type, the median of all types, and the source of type s3, as one line each. */
export function slowestVerbs(verbs) {
  const types = Object.keys(verbs);
  const lines = verbNames.map((verb) => {
    const slowest = types.reduce((one, other) => (verbs[other][verb] > verbs[one][verb] ? other : one));
    const all = median(types.map((type) => verbs[type][verb]));
    const s3 = verbs["unstructured source s3"][verb];
    return `${verb.padEnd(7)} s3 source ${s3.toFixed(2)} ms, median ${all.toFixed(2)}, slowest ${verbs[slowest][verb].toFixed(2)} (${slowest})`;
  });
  return [`\nHost CPU per verb, ${types.length} types`, ...lines].join("\n");
}
