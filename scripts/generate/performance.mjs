import { limited, operationLimit } from "../bench/limits.mjs";
import { programs, programTitles, verbNames } from "../bench/names.mjs";
import { table } from "./markdown.mjs";

const engineTitles = { cli: "Pulumi CLI", embedded: "Embedded engine" };
const processes = ["engine", "program", "host"];

/** docs/performance.md. @param results As `npm run bench -- --write` writes them. */
export function performancePage(results) {
  const { machine, comparisons, loading, verbs, profile } = results;
  return [
    "# Performance",
    `What this package adds to Pulumi, measured by \`npm run bench\` against other programs that declare the same sources of Unstructured
with the same secrets:`,
    `- **noop**: a dynamic provider that is loaded by reference and does nothing. Nothing can cost less. It waits as long as the platform does.
- **request**: the same, but it sends one request a verb with \`undici\`, as this package does, and keeps nothing of the response but the
id. This package needs fewer requests for a refresh, and more of everything else: it checks, compares, retries and keeps secrets.
- **by value**: a dynamic provider as Pulumi's documentation shows it, an object of the program, which the SDK serializes into every
resource, with \`fetch\` and one request a verb.`,
    `The platform is the [sandbox](sandbox.md)'s, in a process of its own that is not counted. CPU time is that of all other processes: the
engine, the program and the provider host, with their start. A ratio is the median of those of interleaved rounds; the
number in parentheses is the bound that the true median does not exceed with a probability of 95 %, or of less with fewer than five rounds.`,
    `Measured on ${machine.cores} cores of ${machine.cpu} with ${machine.memory}, ${machine.os}, Node ${machine.node}: ${Object.values(machine.engines).join(", ")}.`,
    ...comparisons.flatMap(comparisonSection),
    ...(loading === undefined ? [] : loadingSection(loading)),
    ...(verbs === undefined ? [] : verbsSection(verbs)),
    ...(profile === undefined ? [] : profileSection(profile)),
    ...limitsSection(results),
    "",
  ].join("\n\n");
}

function comparisonSection({ engine, count, latency, pairs, operations }) {
  const delay = latency === 0 ? "no latency" : `${latency} ms latency`;
  const names = Object.keys(operations);
  const ratio = ({ median, bound }) => `${median.toFixed(2)} (${bound.toFixed(2)})`;
  const { create } = operations;
  const measured = programs.filter((program) => create.programs[program] !== undefined);
  const others = measured.filter((program) => create.ratios[program] !== undefined);
  return [
    `## ${engineTitles[engine]}, ${count.toLocaleString("en")} resources, ${delay}`,
    `${pairs === 1 ? "One round" : `${pairs} rounds`}; the bounds hold with a probability of ${confidencePercent(operations)} %.`,
    chart(engine, count, latency, operations),
    table(
      [
        "",
        ...others.map((program) => `CPU ÷ ${programTitles[program]}`),
        "Wall clock ÷ noop",
        "CPU seconds",
        "Host MB, noop's",
        "Requests",
      ],
      names.map((name) => {
        const { ratios, programs: used } = operations[name];
        return [
          name,
          ...others.map((program) => ratio(ratios[program].cpu)),
          ratio(ratios.noop.wall),
          processSeconds(used.ours),
          `${megabytes(used.ours)}, ${megabytes(used.noop)}`,
          requestsOf(used.ours),
        ];
      }),
    ),
    table(
      ["", "State, bytes a resource", "`__provider`, bytes"],
      measured.map((program) => [
        programTitles[program],
        Math.round(create.programs[program].stateBytes).toLocaleString("en"),
        create.programs[program].providerBytes.toLocaleString("en"),
      ]),
    ),
  ];
}

/** All ratios of a comparison have the same: it follows from the number of rounds. */
function confidencePercent({ create }) {
  return Number((100 * create.ratios.noop.cpu.confidence).toFixed(1));
}

/** The ratios as bars; the line is the limit. */
function chart(engine, count, latency, operations) {
  const names = Object.keys(operations);
  const measure = latency === 0 ? "cpu" : "wall";
  const of = (value) => names.map(value).map((number) => number.toFixed(2));
  const bars = of((name) => operations[name].ratios.noop[measure].median);
  const limits = of((name) => operationLimit(engine, name, count, latency));
  const highest = Math.ceil(2 * Math.max(...bars.map(Number), ...limits.map(Number))) / 2;
  return [
    "```mermaid",
    "xychart-beta",
    `  title "${measure === "cpu" ? "CPU time" : "Wall clock"} ÷ noop; the line is the limit"`,
    `  x-axis [${names.join(", ")}]`,
    `  y-axis 0 --> ${highest.toFixed(1)}`,
    `  bar [${bars.join(", ")}]`,
    `  line [${limits.join(", ")}]`,
    "```",
  ].join("\n");
}

function processSeconds({ processes: used }) {
  return processes
    .filter((name) => used[name] !== undefined)
    .map((name) => `${name} ${used[name].seconds.toFixed(1)}`)
    .join(", ");
}

function megabytes({ processes: { host } }) {
  return host.megabytes.toFixed(0);
}

function requestsOf({ requests }) {
  const all = Object.entries(requests).map(([method, number]) => `${number.toLocaleString("en")} ${method}`);
  return all.join(", ") || "0";
}

function loadingSection({ milliseconds }) {
  return [
    "## Start of a program",
    `Loading the package and one platform in a program that has loaded \`@pulumi/pulumi\` takes ${milliseconds.toFixed(1)} ms of CPU time.`,
  ];
}

function verbsSection(verbs) {
  const milliseconds = (number) => number.toFixed(2);
  const slowest = (verb) =>
    Object.keys(verbs).reduce((one, other) => (verbs[other][verb] > verbs[one][verb] ? other : one));
  return [
    "## Provider host",
    "Milliseconds of CPU time of each verb without HTTP: checks, comparison, mapping, marking of secrets.",
    table(
      ["Verb", "Slowest type", "ms", "s3 source, ms"],
      verbNames.map((verb) => [
        verb,
        slowest(verb),
        milliseconds(verbs[slowest(verb)][verb]),
        milliseconds(verbs["unstructured source s3"][verb]),
      ]),
    ),
    `<details><summary>All ${Object.keys(verbs).length} types</summary>`,
    table(
      ["Type", ...verbNames],
      Object.entries(verbs).map(([type, times]) => [
        type,
        ...verbNames.map((verb) => milliseconds(times[verb])),
      ]),
    ),
    "</details>",
  ];
}

/** The operations that show it best: with a request for each resource, and with few. */
const profiled = ["create", "refresh"];

function profileSection({ parts, heaviest }) {
  const milliseconds = (number) => number.toFixed(0);
  return [
    "## Where the time of the host goes",
    `Milliseconds of the main thread of the provider host with 300 resources on the embedded engine, by V8's sampling profiler, which
slows everything down. The difference between \`request\` and \`noop\` is what HTTP costs any provider. \`npm run bench -- --only profile\`
prints all operations.`,
    ...profiled.flatMap((operation) => {
      const names = Object.keys(parts[operation]);
      return [
        `### ${operation}`,
        table(
          ["", ...names],
          Object.keys(parts[operation].ours).map((part) => [
            part,
            ...names.map((program) => milliseconds(parts[operation][program][part])),
          ]),
        ),
        "The heaviest functions of this package in the host, with those that they call:",
        table(
          ["Function", "File", "ms"],
          heaviest[operation].host.map(({ name, file, milliseconds: each }) => [
            `\`${name}\``,
            `\`${file}\``,
            milliseconds(each),
          ]),
        ),
      ];
    }),
  ];
}

function limitsSection(results) {
  const all = limited(results);
  const exceeded = all.filter(({ value, limit }) => value > limit);
  const shown = (number) => (Number.isInteger(number) ? number.toLocaleString("en") : number.toFixed(2));
  return [
    "## Limits",
    `${all.length - exceeded.length} of ${all.length} limits are kept. Of a ratio, the bound counts.`,
    ...(exceeded.length === 0
      ? []
      : [
          table(
            ["Exceeded", "Measured", "Limit", "request"],
            exceeded.map(({ name, value, limit, least }) => [
              name,
              shown(value),
              shown(limit),
              least === undefined ? "" : shown(least),
            ]),
          ),
          `The last column has the median of **request**, the program that sends the requests and does nothing else. The distance of a limit from it
is what is left for checks, comparison, retries and secrets; a provider that uses this HTTP client cannot keep a limit below it.`,
        ]),
  ];
}
