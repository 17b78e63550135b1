import { programs } from "./names.mjs";
import { operations } from "./operations.mjs";
import { median, medianWithBound } from "./statistics.mjs";

/**
 * Sums up the rounds of one setting.
 *
 * @returns by operation: `programs`, the medians of what each used; and `ratios`, ours to each other program's in the same round, of the
 * CPU time (`cpu`) and of the time that a user waits (`wall`).
 */
export function summarize(rounds) {
  return Object.fromEntries(
    operations.map(({ name }) => {
      const measured = rounds.map((round) => round[name]);
      const [ours, ...others] = programs.filter((program) => measured[0][program] !== undefined);
      return [
        name,
        {
          programs: Object.fromEntries(
            [ours, ...others].map((program) => [program, medians(measured, program)]),
          ),
          ratios: Object.fromEntries(others.map((other) => [other, ratios(measured, ours, other)])),
        },
      ];
    }),
  );
}

function medians(measured, program) {
  const all = measured.map((round) => round[program]);
  const of = (value) => median(all.map(value));
  const processes = ["engine", "program", "host"].filter((name) => all[0][name] !== undefined);
  return {
    seconds: of(({ total }) => total),
    wall: of(({ wall }) => wall),
    processes: Object.fromEntries(
      processes.map((name) => [
        name,
        { seconds: of((usage) => usage[name].seconds), megabytes: of((usage) => usage[name].megabytes) },
      ]),
    ),
    // They are the same in every round, or the largest number says so.
    requests: Object.fromEntries(
      [...new Set(all.flatMap(({ requests }) => Object.keys(requests)))].map((method) => [
        method,
        Math.max(...all.map(({ requests }) => requests[method] ?? 0)),
      ]),
    ),
    ...(all[0].stateBytes === undefined
      ? {}
      : {
          stateBytes: of(({ stateBytes }) => stateBytes),
          providerBytes: of(({ providerBytes }) => providerBytes),
        }),
  };
}

function ratios(measured, ours, other) {
  const of = (value) => medianWithBound(measured.map((round) => value(round[ours]) / value(round[other])));
  return { cpu: of(({ total }) => total), wall: of(({ wall }) => wall) };
}
