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

/**
 * The path with which a platform's words begin, `config.host: value is not a valid string`, without the secrets among them. Only for secrets
 * that may be words; others are to be taken out before, for they may look like a path and more.
 */
export function scrubSaid(said: string, known: ReadonlySet<string>, scrub: Scrubber): string {
  return scrubAround(said, /^[\w.[\]-]+(?=: )/, known, scrub);
}

function scrubPath(path: string, known: ReadonlySet<string>, scrub: Scrubber): string {
  return scrubAround(path, /^.*$/s, known, scrub);
}

/** Scrubs a text except for the known steps of the path in it. Masked instead of split, for a secret may contain dots. */
function scrubAround(text: string, path: RegExp, known: ReadonlySet<string>, scrub: Scrubber): string {
  const kept: string[] = [];
  const masked = text.replace(path, (whole) =>
    whole.replace(/[^.[\]]+/g, (step) => {
      if (!known.has(step) && !/^\d+$/.test(step)) return step;
      kept.push(step);
      return "\0";
    }),
  );
  return scrub(masked).replaceAll("\0", () => kept.shift() ?? "");
}
