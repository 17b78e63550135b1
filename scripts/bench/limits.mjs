import { operations } from "./operations.mjs";

/** The most that ours may need of the CPU time of a provider that does nothing, without latency: by engine and operation. */
const cpuLimits = {
  cli: {
    create: () => 1.05,
    unchanged: () => 1.05,
    update: () => 1.05,
    refresh: (count) => (count >= 1000 ? 1.05 : 1.1),
    destroy: () => 1.15,
  },
  embedded: {
    create: () => 1.25,
    unchanged: () => 1.08,
    update: () => 1.25,
    refresh: () => 1.1,
    destroy: () => 1.35,
  },
};
/** The most that a user may wait, relative to a provider that does nothing but wait as long as the platform does. */
const wallLimit = 1.05;
/** Requests: of a method for each resource; of a refresh for the whole stack, where one page lists everything. */
const requestLimits = {
  create: ["POST", 1],
  update: ["PUT", 1],
  destroy: ["DELETE", 1],
};
const refreshRequests = 5;
/** Bytes of the state for each resource over those of a provider that does nothing; of a provider in it. */
const stateLimit = 450;
const providerLimit = 100;
/** Megabytes of the host over those of a provider that does nothing, with 1,000 resources. */
const hostMemoryLimit = 25;
/** Milliseconds of CPU time to load the package and a platform in a program that has loaded the SDK: 0.1.0 takes them on two cores. */
const loadingLimit = 8.3;
/** Milliseconds of CPU time of any verb of a source of type s3. */
const verbLimit = 0.3;

/**
 * Everything that has a limit: what is measured, the value, and the limit. Of a ratio the bound counts, not the median.
 *
 * @returns for each `name`, `value`, `limit`; the value must not be larger. `least` is the same of a provider that sends the requests and does
 * nothing else, where that was measured; it has no bound.
 */
export function limited({ comparisons = [], loading, verbs, growth, policies }) {
  return [
    ...comparisons.flatMap(ofComparison),
    ...ofEngines(comparisons),
    ...(loading === undefined ? [] : [limit("loading the package, ms", loading.milliseconds, loadingLimit)]),
    ...(verbs === undefined
      ? []
      : Object.entries(verbs["unstructured source s3"] ?? {}).map(([verb, milliseconds]) =>
          limit(`host, s3 source, ${verb}, ms`, milliseconds, verbLimit),
        )),
    ...(growth === undefined ? [] : ofGrowth(growth)),
    ...(policies === undefined ? [] : [limit("preview with policies, % more", policies.percent, 15)]),
  ];
}

/** The limit of ours ÷ noop: of the CPU time; with latency, of the wall clock. */
export function operationLimit(engine, operation, count, latency) {
  return latency === 0 ? cpuLimits[engine][operation](count) : wallLimit;
}

function limit(name, value, most, least) {
  return { name, value, limit: most, least };
}

function ofComparison({ engine, count, latency, operations: measured }) {
  const title = (operation) => `${engine}, ${count} resources, ${latency} ms: ${operation}`;
  const measure = latency === 0 ? "cpu" : "wall";
  return operations.flatMap(({ name }) => {
    const { programs, ratios } = measured[name];
    const { request } = programs;
    const time = ({ seconds, wall }) => (measure === "cpu" ? seconds : wall);
    const leastOver = (other) => request && time(request) / time(programs[other]);
    return [
      limit(
        `${title(name)}, ${measure === "cpu" ? "CPU" : "wall"} ÷ noop`,
        ratios.noop[measure].bound,
        operationLimit(engine, name, count, latency),
        leastOver("noop"),
      ),
      ...(engine === "embedded" && latency === 0 && ratios.byvalue !== undefined
        ? [limit(`${title(name)}, CPU ÷ byvalue`, ratios.byvalue.cpu.bound, 1, leastOver("byvalue"))]
        : []),
      ...ofRequests(title(name), name, programs.ours.requests, count),
      ...(name === "create" ? ofState(title(name), programs) : []),
      ...(count === 1000
        ? [
            limit(
              `${title(name)}, host MB over noop`,
              hostMemoryOver(programs.ours, programs),
              hostMemoryLimit,
              request && hostMemoryOver(request, programs),
            ),
          ]
        : []),
    ];
  });
}

function ofRequests(title, operation, requests, count) {
  const total = Object.values(requests).reduce((sum, each) => sum + each, 0);
  const [, each = 0] = requestLimits[operation] ?? [];
  return [limit(`${title}, requests`, total, operation === "refresh" ? refreshRequests : each * count)];
}

function ofState(title, { ours, noop }) {
  return [
    limit(`${title}, bytes of state a resource over noop`, ours.stateBytes - noop.stateBytes, stateLimit),
    limit(`${title}, bytes of __provider`, ours.providerBytes, providerLimit),
  ];
}

function hostMemoryOver({ processes }, { noop }) {
  return processes.host.megabytes - noop.processes.host.megabytes;
}

/** The embedded engine starts no compiled processes, so 300 creates must take at most half of the CLI's time. */
function ofEngines(comparisons) {
  const wall = (engine) =>
    comparisons.find((each) => each.engine === engine && each.count === 300 && each.latency === 0)?.operations
      .create.programs.noop.wall;
  const [embedded, cli] = [wall("embedded"), wall("cli")];
  return embedded === undefined || cli === undefined
    ? []
    : [limit("300 creates, wall, embedded ÷ CLI", embedded / cli, 0.5)];
}

function ofGrowth({ milliseconds, megabytes, factor, memoryFactor }) {
  return [
    limit("embedded engine, 300 unchanged, ms a resource", milliseconds, 10),
    limit("embedded engine, 300 unchanged, MB of any process", megabytes, 500),
    limit("embedded engine, CPU time of a resource in 10,000 ÷ in 1,000", factor, 1.3),
    limit("embedded engine, memory of a resource in 10,000 ÷ in 1,000", memoryFactor, 1.3),
  ];
}
