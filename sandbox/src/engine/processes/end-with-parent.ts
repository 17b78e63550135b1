/**
 * Preloaded into child processes: ends them when the engine's process has ended, even if it was killed. They are in process groups of their
 * own, so Ctrl-C does not reach them, and the provider host would run forever. The engine holds the other end of stdin, which the
 * system closes when the engine ends.
 */
import { Socket } from "node:net";

process.stdin.on("end", () => process.exit(1)).resume();
if (process.stdin instanceof Socket) process.stdin.unref();
