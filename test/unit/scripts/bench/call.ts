import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { repository } from "../../../harness/project";

/** Calls a function of a module of scripts/bench, in a process of its own, because jest loads no ES modules. Values travel as JSON. */
export function call(module: string, name: string, ...args: readonly unknown[]): unknown {
  const url = pathToFileURL(join(repository, "scripts", "bench", module)).href;
  const script = `import { ${name} } from ${JSON.stringify(url)};
    console.log(JSON.stringify(${name}(...${JSON.stringify(args)})));`;
  return JSON.parse(
    execFileSync(process.execPath, ["--input-type=module", "--eval", script], { encoding: "utf8" }),
  );
}
