/**
 * A thread that ends its process when another process has ended, which holds the other end of a pipe: the system closes it then. Streams of
 * `process` would go through the main thread.
 */
import { Socket } from "node:net";
import { workerData } from "node:worker_threads";

new Socket({ fd: Number(workerData), readable: true, writable: false })
  .on("error", () => undefined)
  .on("close", () => process.kill(process.pid, "SIGKILL"))
  .resume();
