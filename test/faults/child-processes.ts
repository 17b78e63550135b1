import { readdirSync, readFileSync } from "node:fs";

/** A process that an engine has started. */
export interface Child {
  readonly pid: number;
  readonly is: "host" | "program";
}

/** Those of an engine that run now. Elsewhere than on Linux nobody says which they are: then there are none. */
export function childrenOf(engine: number): readonly Child[] {
  if (process.platform !== "linux") return [];
  try {
    return readdirSync(`/proc/${engine}/task`)
      .flatMap((task) => readFileSync(`/proc/${engine}/task/${task}/children`, "utf8").split(" "))
      .filter(Boolean)
      .map((child) => ({
        pid: Number(child),
        is: readFileSync(`/proc/${child}/cmdline`, "utf8").includes("dynamic-provider") ? "host" : "program",
      }));
  } catch {
    // One has ended in the meantime.
    return [];
  }
}
