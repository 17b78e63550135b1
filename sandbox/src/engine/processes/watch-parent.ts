/**
 * A thread that ends its process when the engine's process has ended: the engine holds the other end of stdin, which the system closes
 * then. `process.stdin` would go through the main thread.
 */
import { Socket } from "node:net";

new Socket({ fd: 0, readable: true, writable: false })
  .on("error", () => undefined)
  .on("close", () => process.kill(process.pid, "SIGKILL"))
  .resume();
