/**
 * The committed results with those that were measured now in their place. Those of another machine are dropped: one table must not mix
 * machines.
 */
export function merged(before, now) {
  if (!isSameMachine(before.machine, now.machine)) return now;
  const isMeasuredNow = (one) => now.comparisons.some((other) => keyOf(one) === keyOf(other));
  const kept = before.comparisons.filter((comparison) => !isMeasuredNow(comparison));
  const comparisons = [...kept, ...now.comparisons].toSorted((one, other) => order(one, other));
  const engines = { ...before.machine.engines, ...now.machine.engines };
  return { ...before, ...now, machine: { ...now.machine, engines }, comparisons };
}

function isSameMachine(before, now) {
  const comparable = ({ engines, ...rest } = {}) => JSON.stringify(rest);
  return comparable(before) === comparable(now);
}

function keyOf({ engine, count, latency }) {
  return JSON.stringify([engine, count, latency]);
}

function order(one, other) {
  return one.engine.localeCompare(other.engine) || one.count - other.count || one.latency - other.latency;
}
