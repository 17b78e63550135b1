import type { Scrubber } from "./scrub";

/**
 * A line about a wrong input, `config.host: expected a string`, without secrets. Problems are worded without values, so a secret can only
 * be among the keys that the program made up, or in quotes. Everything else is our own or the catalog's, and stays: "expected a
 * [secret]" would give away a secret that is one of those words.
 *
 * @param known The keys that the catalog or a definition knows.
 */
export function scrubProblem(problem: string, known: ReadonlySet<string>, scrub: Scrubber): string {
  const end = problem.indexOf(": ");
  const [path, text] = end < 0 ? [problem, ""] : [problem.slice(0, end), problem.slice(end)];
  return scrubPath(path, known, scrub) + text.replace(/"[^"]*"/g, scrub);
}

function scrubPath(path: string, known: ReadonlySet<string>, scrub: Scrubber): string {
  const kept: string[] = [];
  // Masked instead of split, for a secret may contain dots.
  const masked = path.replace(/[^.[\]]+/g, (step) => {
    if (!known.has(step) && !/^\d+$/.test(step)) return step;
    kept.push(step);
    return "\0";
  });
  return scrub(masked).replaceAll("\0", () => kept.shift() ?? "");
}
