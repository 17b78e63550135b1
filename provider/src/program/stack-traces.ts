import { dirname, sep } from "node:path";

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
 * - Where each of its promises is made, four times for each property of a resource: without any call. It shows these only with
 *   `PULUMI_DEBUG_PROMISE_LEAKS`, and then nothing changes. `pulumi run` installs `source-map-support`, which looks each call up in source
 *   maps: that took three quarters of the time of a program.
 * - Where the resource is made, which the state and Pulumi Cloud show: the SDK takes it that a class has one constructor above its own. Ours
 *   have more, so that they, not the program, were shown. The calls of Node and the SDK that lead to the program are left out: they are the
 *   same for every resource, and some 280 bytes of each in the state, which the CLI saves with every step.
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
    if (reader === noting && !showsPromises) return String(error);
    return previous(error, reader === locating ? framesOfProgram(frames) : frames);
  };
  errors.prepareStackTrace = format;
  return () => {
    // Not if the program has replaced it meanwhile, in a transformation.
    if (errors.prepareStackTrace === format) errors.prepareStackTrace = previous;
  };
}

/** The frames with the outermost of our constructors alone, and outside of it those of the program and its packages. */
function framesOfProgram(frames: NodeJS.CallSite[]): NodeJS.CallSite[] {
  const first = frames.findIndex((frame) => isIn(packageFolder, frame));
  if (first < 0) return frames;
  let outermost = first;
  while (isIn(packageFolder, frames[outermost + 1])) outermost++;
  const sdkFolder = dirname(frames[0]?.getFileName() ?? "");
  const isOfProgram = (frame: NodeJS.CallSite): boolean =>
    ![packageFolder, sdkFolder].some((folder) => isIn(folder, frame)) &&
    !/^(?:node:|$)/.test(frame.getFileName() ?? "");
  return [
    ...frames.slice(0, first),
    ...frames.slice(outermost, outermost + 1),
    ...frames.slice(outermost + 1).filter(isOfProgram),
  ];
}

function isIn(folder: string, frame: NodeJS.CallSite | undefined): boolean {
  return frame?.getFileName()?.startsWith(folder + sep) === true;
}
