/**
 * Loaded into the program's process before anything else. When a program throws, the SDK prints the error with
 * `util.inspect(error, { colors: true })`, and on a stack frame such as `node_modules/@scope/file.js`, as the SDK's own source maps
 * have them, Node's highlighting loops until memory for strings runs out, after a minute (seen with Node 20.20).
 * Without colors it does not, and colors have no place in what the engine shows anyway.
 */
import util, { type InspectOptions } from "node:util";

const original = util.inspect;

function inspect(value: unknown, ...rest: readonly unknown[]): string {
  const [options] = rest;
  return value instanceof Error && typeof options === "object"
    ? original(value, { ...(options as InspectOptions), colors: false })
    : (Reflect.apply(original, util, [value, ...rest]) as string);
}

util.inspect = Object.assign(inspect, original);
