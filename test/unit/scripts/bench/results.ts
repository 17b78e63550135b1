/** What one round has measured of one program. */
function usage(cpu: number, requests: Readonly<Record<string, number>>, megabytes: number): object {
  const each = { seconds: cpu / 3, megabytes };
  return { total: cpu, wall: cpu, engine: each, program: each, host: each, requests };
}

interface Changes {
  readonly cpu?: number;
  readonly posts?: number;
  readonly stateBytes?: number;
  readonly megabytes?: number;
}

/** A round in which all limits are kept, except for changes in what creates of this package need. */
export function round(
  count: number,
  { cpu = 10, posts = count, stateBytes = 2300, megabytes = 200 }: Changes = {},
): object {
  const others = { noop: usage(10, {}, 190), byvalue: usage(20, {}, 200) };
  const unchanged = { ours: usage(10, {}, 200), ...others };
  const state = { stateBytes: 2000, providerBytes: 50 };
  return {
    create: {
      ours: { ...usage(cpu, { POST: posts }, megabytes), stateBytes, providerBytes: 78 },
      noop: { ...others.noop, ...state },
      byvalue: { ...others.byvalue, ...state },
    },
    unchanged,
    update: { ...unchanged, ours: usage(10, { PUT: count }, 200) },
    refresh: { ...unchanged, ours: usage(10, { GET: 5 }, 200) },
    destroy: { ...unchanged, ours: usage(10, { DELETE: count }, 200) },
  };
}
