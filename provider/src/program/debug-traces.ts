/** Formats the stack of an error; V8 calls it with the error and its frames. */
type Format = (error: Error, frames: NodeJS.CallSite[]) => unknown;

/** The function of the SDK that notes where each of its promises is made. */
const noting = "debuggablePromise";

/**
 * Has the stacks that the SDK keeps for its own debugging formatted as V8 does, until the returned function is called.
 *
 * The SDK notes where each promise is made, four times for each property of a resource, and shows it only with
 * `PULUMI_DEBUG_PROMISE_LEAKS`. `pulumi run` installs `source-map-support`, which looks each frame of these stacks up in source maps: that
 * took three quarters of the time of a program. Every other error is formatted as before, and so are the positions in the state. V8 formats
 * a stack when it is first read, so the errors that the SDK makes in advance for a registration that fails are not affected either.
 *
 * Does nothing where nobody has replaced V8's own format, or where the stacks are shown. What runs until the call must not be asynchronous.
 */
export function formatDebugTracesPlainly(): () => void {
  const errors = Error as { prepareStackTrace?: Format | undefined };
  const previous = errors.prepareStackTrace;
  if (typeof previous !== "function" || process.env.PULUMI_DEBUG_PROMISE_LEAKS) return () => undefined;
  const format: Format = (error, frames) =>
    frames[0]?.getFunctionName() === noting
      ? [error, ...frames].map(String).join("\n    at ")
      : previous(error, frames);
  errors.prepareStackTrace = format;
  return () => {
    // Not if the program has replaced it meanwhile, in a transformation.
    if (errors.prepareStackTrace === format) errors.prepareStackTrace = previous;
  };
}
