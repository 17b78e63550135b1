/**
 * Returns the candidate closest to a misspelled word; undefined if none is close.
 *
 * @param limit The maximum edit distance. Default: one per three characters, at least 1.
 */
export function nearest(
  word: string,
  candidates: readonly string[],
  limit = Math.max(1, Math.floor(word.length / 3)),
): string | undefined {
  let best: string | undefined;
  let bestDistance = limit + 1;
  const wanted = normalize(word);
  for (const candidate of candidates) {
    const given = normalize(candidate);
    // No distance is smaller than the difference in length. A huge word would take minutes.
    if (Math.abs(wanted.length - given.length) >= bestDistance) continue;
    const distance = editDistance(wanted, given);
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/**
 * Returns the candidates that a word may be short for, or that may be short for it: `weaviate` for `weaviate-cloud`, `s3` for `AmazonS3`.
 * Those that begin with it, if there are any.
 */
export function related(word: string, candidates: readonly string[]): readonly string[] {
  const short = normalize(word);
  if (short.length < 2) return [];
  const containing = candidates.filter((candidate) => normalize(candidate).includes(short));
  const beginning = containing.filter((candidate) => normalize(candidate).startsWith(short));
  if (beginning.length > 0) return beginning;
  if (containing.length > 0) return containing;
  const contained = candidates.filter((candidate) => {
    const other = normalize(candidate);
    return other.length >= 2 && short.startsWith(other);
  });
  return contained;
}

function normalize(word: string): string {
  return word.toLowerCase().replace(/[^a-z0-9]/g, "");
}

/** Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbors cost 1 each. */
function editDistance(left: string, right: string): number {
  let twoBack: number[] = [];
  let previous = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const substitution = left[row - 1] === right[column - 1] ? 0 : 1;
      let cost = Math.min(
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (previous[column - 1] ?? 0) + substitution,
      );
      const isSwap =
        row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      if (isSwap) cost = Math.min(cost, (twoBack[column - 2] ?? 0) + 1);
      current.push(cost);
    }
    twoBack = previous;
    previous = current;
  }
  return previous[right.length] ?? 0;
}
