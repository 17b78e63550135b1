import { join } from "node:path";
import { isMainThread, Worker } from "node:worker_threads";

/**
 * Ends this process when its parent has ended, even if the parent was killed. A thread of its own watches, because the main thread may wait
 * without end: for a module hook (`--import`), for a command, in a loop.
 *
 * @param pipe The descriptor of a pipe to the parent, which nothing else reads.
 */
export function endWithParent(pipe: number): void {
  // A module hook's thread runs preloaded files, too.
  if (!isMainThread) return;
  const watch = new Worker(join(__dirname, "watch-parent.js"), { workerData: pipe, execArgv: [], env: {} });
  watch.on("error", () => undefined);
  watch.unref();
}
