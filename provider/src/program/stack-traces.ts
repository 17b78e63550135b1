import { dirname } from "node:path";

/** Formats the stack of an error; V8 calls it with the error and its frames. */
type Format = (error: Error, frames: NodeJS.CallSite[]) => unknown;

/** The function of the SDK that notes where each of its promises is made. */
const noting = "debuggablePromise";
/** The function of the SDK that finds where a resource is made. */
const locating = "callsites";

/** The compiled files of this package. */
const packageFolder = dirname(__dirname);

/**
 * Has two kinds of stacks that the SDK reads formatted otherwise, until the returned function is called:
 *
 * - Where each of its promises is made, four times for each property of a resource: as V8 does. It shows these only with
 *   `PULUMI_DEBUG_PROMISE_LEAKS`, and then nothing changes. `pulumi run` installs `source-map-support`, which looks each frame up in source
 *   maps: that took three quarters of the time of a program.
 * - Where the resource is made, which the state and Pulumi Cloud show: the SDK takes it that a class has one constructor above its own. Ours
 *   have more, so that they, not the program, were shown.
 *
 * Every other error is formatted as before. V8 formats a stack when it is first read, so the errors that the SDK makes in advance for a
 * registration that fails are not affected either. Does nothing where nobody has replaced V8's own format. What runs until the call must not
 * be asynchronous.
 */
export function adaptStackTraces(): () => void {
  const errors = Error as { prepareStackTrace?: Format | undefined };
  const previous = errors.prepareStackTrace;
  if (typeof previous !== "function") return () => undefined;
  const showsPromises = Boolean(process.env.PULUMI_DEBUG_PROMISE_LEAKS);
  const format: Format = (error, frames) => {
    const reader = frames[0]?.getFunctionName();
    if (reader === noting && !showsPromises) return [error, ...frames].map(String).join("\n    at ");
    return previous(error, reader === locating ? withOneOfOurs(frames) : frames);
  };
  errors.prepareStackTrace = format;
  return () => {
    // Not if the program has replaced it meanwhile, in a transformation.
    if (errors.prepareStackTrace === format) errors.prepareStackTrace = previous;
  };
}

/** The frames with the outermost of our constructors alone. */
function withOneOfOurs(frames: NodeJS.CallSite[]): NodeJS.CallSite[] {
  const isOurs = (frame: NodeJS.CallSite | undefined): boolean =>
    frame?.getFileName()?.startsWith(packageFolder) === true;
  const first = frames.findIndex(isOurs);
  let others = first;
  while (others >= 0 && isOurs(frames[others + 1])) others++;
  return [...frames.slice(0, Math.max(first, 0)), ...frames.slice(Math.max(others, 0))];
}
