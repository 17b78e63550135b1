// `npm run bench` compares this package with providers that do less, and with one as everybody writes it, see docs/performance.md.
// The exit code is 1 if a limit is exceeded that the committed results keep.
import { parseArgs } from "node:util";
import { bench } from "./bench/bench.mjs";
import { setUp } from "./setup.mjs";

const list = (text) => text.split(",").map(Number);
const { values } = parseArgs({
  options: {
    /** Interleaved rounds of all programs. */
    pairs: { type: "string", default: "3" },
    /** At least ten rounds, as the numbers of a release need. */
    release: { type: "boolean", default: false },
    /** Numbers of resources. */
    sizes: { type: "string", default: "300,1000" },
    /** Milliseconds by which the platform delays each request. */
    latencies: { type: "string", default: "0,20" },
    /** Only some of the programs to compare with: request, byvalue. The one that does nothing is always measured. */
    programs: { type: "string" },
    /** Only one of the engines: embedded, cli. Default: all that are available. */
    engine: { type: "string" },
    /** Only some parts: comparison, verbs, loading, growth, policies, profile. */
    only: { type: "string" },
    /** Writes test/bench/results.json. */
    write: { type: "boolean", default: false },
  },
});

setUp();
process.exitCode = await bench({
  pairs: values.release ? Math.max(10, Number(values.pairs)) : Number(values.pairs),
  sizes: list(values.sizes),
  latencies: list(values.latencies),
  programs: values.programs?.split(","),
  engine: values.engine,
  parts: values.only?.split(","),
  write: values.write,
});
