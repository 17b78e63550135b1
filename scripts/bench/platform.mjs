import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("platform-process.mjs", import.meta.url));

/**
 * Starts the sandbox's platforms for a project, in a process of their own, whose CPU time is not counted.
 *
 * @param latency Milliseconds by which each request is delayed.
 * @returns `env`, the variables by which programs find them; `takeRequests`, the number of requests of each method since the last call;
 * and `stop`.
 */
export async function startPlatform(folder, latency) {
  const child = fork(script, [join(folder, ".sandbox", "platforms"), String(latency)]);
  const message = async () => {
    const exited = once(child, "exit").then(() => Promise.reject(new Error("the platforms have ended")));
    exited.catch(() => undefined);
    const [content] = await Promise.race([once(child, "message"), exited]);
    return content;
  };
  const { env } = await message();
  return {
    env,
    async takeRequests() {
      child.send("take");
      return (await message()).requests;
    },
    async stop() {
      const exited = once(child, "exit");
      child.disconnect();
      await exited;
    },
  };
}
