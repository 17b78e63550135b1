/** The median; of an even number of values, the mean of the two in the middle. */
export function median(values) {
  if (values.length === 0) throw new Error("no values have no median");
  const sorted = values.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * The median of ratios, and a bound that the true median does not exceed with a probability of at least 95 %, whatever the distribution.
 *
 * The k-th smallest of n independent values is below the true median only if at least k of them are, each with a probability of one half.
 * So it is an upper bound with the probability that fewer than k of n flips of a coin are heads. The bound is the value with the smallest
 * such k: the 9th of 10, the largest of 5. Fewer than five values allow no such statement: then it is the largest, and `confidence`, the
 * probability, is below 0.95 (0.875 with three).
 */
export function medianWithBound(ratios) {
  const sorted = ratios.toSorted((one, other) => one - other);
  const n = sorted.length;
  let k = 0;
  let confidence = 0;
  while (k < n && confidence < 0.95) confidence += binomial(n, k++) / 2 ** n;
  return { median: median(sorted), bound: sorted[k - 1], confidence };
}

function binomial(n, k) {
  return k === 0 ? 1 : (binomial(n, k - 1) * (n - k + 1)) / k;
}
