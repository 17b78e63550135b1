import { spawnSync } from "node:child_process";
import { makeProject } from "./project.mjs";
import { median } from "./statistics.mjs";

const runs = 21;

/**
 * The median CPU time in milliseconds that a new process takes to load the package and one platform. CPU time excludes most of the
 * machine's other load. It is measured after the SDK has been loaded: that takes fifty times as long, so comparing processes with and
 * without the package would measure mostly noise.
 */
export function measureLoading() {
  const script = `require("@pulumi/pulumi");
    const before = process.cpuUsage();
    require("pulumi-connectors").unstructured.Source;
    const { user, system } = process.cpuUsage(before);
    console.log((user + system) / 1000);`;
  const { folder, remove } = makeProject("ours");
  try {
    const times = Array.from({ length: runs }, () =>
      Number(spawnSync(process.execPath, ["-e", script], { cwd: folder, encoding: "utf8" }).stdout || NaN),
    );
    if (times.some(Number.isNaN)) throw new Error("the package cannot be loaded");
    return { milliseconds: median(times) };
  } finally {
    remove();
  }
}
