/**
 * What has got worse since the committed results: ratios whose median has grown by more than the spread, which is the larger distance
 * of a median from its bound in both; and bytes and requests that have grown at all. Ratios compare across machines, seconds do not.
 *
 * @returns a line for each.
 */
export function worseThan(before, now) {
  return now.comparisons.flatMap((comparison) => {
    const { engine, count, latency } = comparison;
    const earlier = before.comparisons?.find(
      (each) => each.engine === engine && each.count === count && each.latency === latency,
    );
    if (earlier === undefined) return [];
    return Object.entries(comparison.operations).flatMap(([operation, { programs, ratios }]) => {
      const old = earlier.operations[operation];
      if (old === undefined) return [];
      const title = `${engine}, ${count} resources, ${latency} ms: ${operation}`;
      return [
        ...worseRatios(title, old.ratios, ratios),
        ...worseCounts(title, old.programs.ours, programs.ours),
      ];
    });
  });
}

function worseRatios(title, before, now) {
  return Object.entries(now).flatMap(([other, measures]) =>
    Object.entries(measures).flatMap(([measure, { median, bound }]) => {
      const old = before[other]?.[measure];
      if (old === undefined) return [];
      const spread = Math.max(bound - median, old.bound - old.median);
      if (median - old.median <= spread) return [];
      return [
        `${title}, ${measure} ÷ ${other}: ${median.toFixed(2)}, was ${old.median.toFixed(2)} (spread ${spread.toFixed(2)})`,
      ];
    }),
  );
}

function worseCounts(title, before, now) {
  const total = ({ requests }) => Object.values(requests).reduce((sum, each) => sum + each, 0);
  const counts = [
    ["requests", total(before), total(now)],
    ["bytes of state a resource", before.stateBytes, now.stateBytes],
    ["bytes of __provider", before.providerBytes, now.providerBytes],
  ];
  // Ids and ciphertexts vary by a few bytes.
  return counts
    .filter(([name, old, value]) => value > old + (name === "requests" ? 0 : 2))
    .map(([name, old, value]) => `${title}, ${name}: ${Math.round(value)}, was ${Math.round(old)}`);
}
