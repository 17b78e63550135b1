/**
 * Preloaded into child processes: ends them when the engine's process has ended, even if it was killed. They are in process groups of their
 * own, so Ctrl-C does not reach them, and the provider host would run forever. A thread of its own watches, because the main thread may
 * wait without end: for a module hook (`--import`), for a command, in a loop.
 */
import { join } from "node:path";
import { isMainThread, Worker } from "node:worker_threads";

// A module hook's thread preloads this file, too.
if (isMainThread) {
  const watch = new Worker(join(__dirname, "watch-parent.js"), { execArgv: [], env: {} });
  watch.on("error", () => undefined);
  watch.unref();
}
