import { faultKinds } from "../../sandbox/src/serving/faults/fault";
import type { Counted, Result } from "./campaign";

/** What became of operations by the faults that struck in them, the totals, and the seeds of what failed. */
export function tableOf(results: readonly Result[]): string {
  const counted = results.flatMap((result) => result.counted);
  const rows = faultKinds.map((kind) =>
    rowOf(
      kind,
      counted.filter(({ struck }) => struck.has(kind)),
      sum(counted.map(({ struck }) => struck.get(kind) ?? 0)),
    ),
  );
  const all = sum(counted.flatMap(({ struck }) => [...struck.values()]));
  const failed = results.filter(({ problems }) => problems.length > 0);
  const lines = [titles, ...rows, rowOf("all", counted, all)].map((cells) =>
    cells
      .map((cell, index) => (index === 0 ? cell.padEnd(9) : cell.padStart(titles[index]?.length ?? 0)))
      .join("  "),
  );
  const seeds = failed.map(({ seed, problems }) => `FAULTS_SEED=${seed}\n  ${problems.join("\n  ")}`);
  return [...lines, "", `${results.length} schedules, ${failed.length} failed`, ...seeds, ""].join("\n");
}

const titles = [
  "fault",
  "struck",
  "operations",
  "succeeded",
  "failed",
  "kept partial",
  "orphans named",
  "requests mean",
  "max",
];

function rowOf(title: string, counted: readonly Counted[], struck: number): readonly string[] {
  const requests = counted.map((one) => one.requests);
  const succeeded = counted.filter((one) => one.succeeded).length;
  const numbers = [
    struck,
    counted.length,
    succeeded,
    counted.length - succeeded,
    sum(counted.map(({ partial }) => partial)),
    sum(counted.map(({ named }) => named)),
  ];
  const mean = counted.length === 0 ? 0 : sum(requests) / counted.length;
  return [title, ...numbers.map(String), mean.toFixed(1), String(Math.max(0, ...requests))];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
