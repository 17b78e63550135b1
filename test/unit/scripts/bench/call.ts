import { call as callScript } from "../../../harness/script";

/** Calls a function of a module of scripts/bench. */
export function call(module: string, name: string, ...args: readonly unknown[]): unknown {
  return callScript(`bench/${module}`, name, ...args);
}
