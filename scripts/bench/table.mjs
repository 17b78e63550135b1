import { programs, programTitles } from "./names.mjs";

const processes = ["engine", "program", "host"];

/** What one setting has used, as lines of a table for the terminal. */
export function comparisonTable({ engine, count, latency, operations }) {
  const rows = Object.entries(operations).flatMap(([operation, measured]) =>
    measuredPrograms(measured).map((program, index) => {
      const used = measured.programs[program];
      const { cpu, wall } = measured.ratios[program] ?? {};
      const of = (key) =>
        processes.map((name) => used.processes[name]?.[key].toFixed(key === "seconds" ? 1 : 0) ?? "-");
      return [
        index === 0 ? operation : "",
        programTitles[program],
        used.seconds.toFixed(2),
        of("seconds").join(" "),
        used.wall.toFixed(1),
        of("megabytes").join(" "),
        requestsText(used.requests),
        ratioText(cpu),
        ratioText(wall),
      ];
    }),
  );
  const header = [
    "operation",
    "program",
    "CPU s",
    processes.map((name) => name.slice(0, 3)).join(" "),
    "wall",
    "peak MB",
    "requests",
    "ours ÷ it, CPU",
    "wall",
  ];
  const { create } = operations;
  const sizes = (key) =>
    measuredPrograms(create)
      .map((program) => `${programTitles[program]} ${create.programs[program][key].toFixed(0)}`)
      .join(", ");
  return [
    `\n${engine}, ${count} resources, latency ${latency} ms`,
    ...aligned([header, ...rows]),
    `state, bytes a resource: ${sizes("stateBytes")}`,
    `__provider, bytes: ${sizes("providerBytes")}`,
  ];
}

function measuredPrograms({ programs: measured }) {
  return programs.filter((program) => measured[program] !== undefined);
}

/** Where the time of the host goes, and the heaviest functions of every process, in milliseconds. */
export function profileText({ parts, heaviest }) {
  const milliseconds = (number) => number.toFixed(0);
  return Object.entries(parts)
    .flatMap(([operation, byProgram]) => {
      const names = Object.keys(byProgram);
      const rows = Object.keys(byProgram[names[0]]).map((part) => [
        part,
        ...names.map((program) => milliseconds(byProgram[program][part])),
      ]);
      const functions = Object.entries(heaviest[operation]).flatMap(([process, list]) =>
        list.map(({ name, file, milliseconds: each }) => [process, milliseconds(each), name, file]),
      );
      return [
        `\n${operation}, host, ms`,
        ...aligned([["", ...names], ...rows]),
        "heaviest functions",
        ...aligned(functions),
      ];
    })
    .join("\n");
}

/** Rows with columns of equal width. */
export function aligned(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]))
      .join("  ")
      .trimEnd(),
  );
}

function requestsText(requests) {
  const texts = Object.entries(requests).map(([method, number]) => `${number} ${method}`);
  return texts.join(", ") || "0";
}

function ratioText(ratio) {
  return ratio === undefined ? "" : `${ratio.median.toFixed(2)} (≤ ${ratio.bound.toFixed(2)})`;
}
