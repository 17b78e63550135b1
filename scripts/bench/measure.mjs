import { readFileSync } from "node:fs";
import { stateBytes } from "./engines.mjs";
import { operations } from "./operations.mjs";
import { startPlatform } from "./platform.mjs";
import { makeProject } from "./project.mjs";
import { runEngine } from "./run-engine.mjs";

/**
 * Runs all operations of some programs once: each operation of one program right beside that of the others, so that whatever else the
 * machine does meanwhile meets them alike.
 *
 * @param setting `engine`, `count` of resources, `latency` of the platform in milliseconds, and the names of the `programs`.
 * @param round Rotates the order of the programs.
 * @returns for each operation and program what it used, its requests by method, and with `create` the bytes of the state.
 */
export async function measureRound({ engine, count, latency, programs }, round) {
  const subjects = [];
  try {
    for (const program of programs) subjects.push(await prepare(program, engine, latency));
    const results = {};
    for (const operation of operations) {
      results[operation.name] = {};
      for (const subject of rotated(subjects, round)) {
        results[operation.name][subject.program] = await operate(subject, operation, engine, count, latency);
      }
    }
    return results;
  } finally {
    for (const { platform, project } of subjects) {
      await platform.stop();
      project.remove();
    }
  }
}

async function prepare(program, engine, latency) {
  const project = makeProject(program);
  const platform = await startPlatform(project.folder, latency);
  engine.prepare(project.folder);
  return { program, project, platform };
}

function rotated(list, by) {
  const start = by % list.length;
  return [...list.slice(start), ...list.slice(0, start)];
}

async function operate({ project: { folder }, platform }, operation, engine, count, latency) {
  const usage = await runEngine(folder, engine.command(operation.command), {
    ...platform.env,
    ...engine.env(folder),
    BENCH_COUNT: String(count),
    BENCH_REVISION: String(operation.revision),
    BENCH_LATENCY: String(latency),
  });
  const requests = await platform.takeRequests();
  return { ...usage, requests, ...(operation.name === "create" && stateSizes(engine, folder, count)) };
}

/** The bytes of the state file for each resource, and of the provider in it. */
function stateSizes(engine, folder, count) {
  const { checkpoint, deployment = checkpoint.latest } = JSON.parse(
    readFileSync(engine.statePath(folder), "utf8"),
  );
  const { __provider } = deployment.resources.find(({ inputs }) => inputs?.__provider !== undefined).inputs;
  return {
    stateBytes: stateBytes(engine, folder) / count,
    providerBytes: Buffer.byteLength(
      typeof __provider === "string" ? __provider : JSON.stringify(__provider),
    ),
  };
}
