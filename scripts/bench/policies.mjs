import { join } from "node:path";
import { root } from "../setup.mjs";
import { embedded } from "./engines.mjs";
import { makeProject } from "./project.mjs";
import { runEngine } from "./run-engine.mjs";
import { median } from "./statistics.mjs";

const pairs = 7;
const count = 300;
const recommendedPack = join(root, "provider", "policy-pack");

/**
 * How much longer a user waits for a preview of 300 resources with the recommended policy pack: `without` and `added` in seconds, and
 * `percent`. This is wall-clock time, because the pack runs in parallel. Each preview with policies is compared with the one right
 * before it, and the median of the differences counts, so that other load on the machine has little effect.
 */
export async function measurePolicies() {
  const { folder, remove } = makeProject("ours");
  const preview = async (...flags) => {
    const [node, script] = embedded.command("preview");
    const env = { ...embedded.env(folder), BENCH_COUNT: String(count), BENCH_REVISION: "1" };
    return (await runEngine(folder, [node, script, "preview", ...flags], env)).wall;
  };
  try {
    const measured = [];
    for (let pair = 0; pair < pairs; pair++) {
      const without = await preview();
      measured.push({ without, added: (await preview("--policy-pack", recommendedPack)) - without });
    }
    const without = median(measured.map((each) => each.without));
    const added = median(measured.map((each) => each.added));
    return { without, added, percent: (added / without) * 100 };
  } finally {
    remove();
  }
}
