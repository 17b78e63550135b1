import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { repository } from "./project";

/** A function and its arguments. */
export type Call = readonly [name: string, ...args: readonly unknown[]];

/** What a function returned, or the message of what it threw. */
export type Outcome = { readonly value: unknown } | { readonly error: string };

/**
 * Calls functions of a module of `scripts/`, one after the other, in a process of its own, because jest loads no ES modules. Values travel
 * as JSON.
 *
 * @param module Its path in `scripts/`.
 */
export function callEach(module: string, ...calls: readonly Call[]): Outcome[] {
  const url = pathToFileURL(join(repository, "scripts", module)).href;
  const script = `
    import * as functions from ${JSON.stringify(url)};
    import { readFileSync } from "node:fs";
    const outcomes = [];
    for (const [name, ...args] of JSON.parse(readFileSync(0, "utf8"))) {
      try {
        outcomes.push({ value: await functions[name](...args) });
      } catch ({ message }) {
        outcomes.push({ error: message });
      }
    }
    process.stdout.write(JSON.stringify(outcomes));`;
  const output = execFileSync(process.execPath, ["--input-type=module", "--eval", script], {
    encoding: "utf8",
    input: JSON.stringify(calls),
  });
  return JSON.parse(output) as Outcome[];
}

/** What one function of a module of `scripts/` returns. */
export function call(module: string, name: string, ...args: readonly unknown[]): unknown {
  const [outcome] = callEach(module, [name, ...args]);
  if (outcome === undefined || "error" in outcome) throw new Error(outcome?.error);
  return outcome.value;
}
