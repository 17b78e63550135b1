import util, { type InspectOptions } from "node:util";

/**
 * Lets this process show errors without colors. When a program throws, the SDK prints the error with `util.inspect(error, { colors: true })`.
 * On a stack frame such as `node_modules/@scope/file.js`, which the SDK's source maps produce, Node's highlighting then loops for a minute,
 * until it runs out of memory for strings (observed with Node 20.20). It does not without colors.
 */
export function showErrorsWithoutColors(): void {
  const original = util.inspect;
  const inspect = (value: unknown, ...rest: readonly unknown[]): string => {
    const [options] = rest;
    return value instanceof Error && typeof options === "object"
      ? original(value, { ...(options as InspectOptions), colors: false })
      : (Reflect.apply(original, util, [value, ...rest]) as string);
  };
  util.inspect = Object.assign(inspect, original);
}
