/**
 * Loaded into the program's process and into the provider host's before anything else: ends them when the engine is gone,
 * however it went. They are in process groups of their own, so no Ctrl-C reaches them, and the host would serve for ever.
 * The engine holds the other end of stdin, which the system closes when the engine's process is no more.
 */
import { Socket } from "node:net";

process.stdin.on("end", () => process.exit(1)).resume();
if (process.stdin instanceof Socket) process.stdin.unref();
