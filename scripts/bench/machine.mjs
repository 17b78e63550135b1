import { cpus, release, totalmem, type } from "node:os";

/** The machine, as far as it matters for the numbers, without its name. @param engines Those that were measured. */
export function describeMachine(engines) {
  const processors = cpus();
  return {
    cpu: processors[0]?.model.trim() ?? "unknown",
    cores: processors.length,
    memory: `${Math.round(totalmem() / 2 ** 30)} GB`,
    os: `${type()} ${release()}`,
    node: process.version,
    engines: Object.fromEntries(engines.map((engine) => [engine.name, engine.version()])),
  };
}
