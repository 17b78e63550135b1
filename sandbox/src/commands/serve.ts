import type { Command } from "commander";
import { withExamples } from "pulumi-connectors/internal/project/help-examples";
import { defaultsOption, parseCount, prepareStack, stackOption, type CommonFlags } from "./options";
import {
  accountOptions,
  platformFolder,
  platformOptions,
  withPlatformOptions,
  type PlatformFlags,
} from "./platform-options";

/** `serve`: runs the platforms until it is interrupted. */
export function addServe(program: Command): void {
  const serving = withPlatformOptions(
    program.command("serve").description("keep the platforms running, for the pulumi CLI and other clients"),
  )
    .addOption(stackOption())
    .addOption(defaultsOption())
    .option("--port <n>", "listen on this port and the following ones instead of free ports", parseCount)
    .action((_options, command: Command) => serve(command.optsWithGlobals<CommonFlags & PlatformFlags>()));
  withExamples(
    serving,
    ["serve", "print the addresses and keys for other clients"],
    ["serve --port 4100", "at ports that stay the same"],
    ["serve --log requests.jsonl", "write down every request"],
    ["serve --objects workspace.json", "with what `pulumi-connectors export --json` has read"],
  );
}

async function serve(flags: CommonFlags & PlatformFlags): Promise<void> {
  const stack = prepareStack(flags);
  const { startPlatforms } = await import("../serving/start-platforms.js");
  const options = { ...platformOptions(flags), ...accountOptions(stack) };
  const platforms = await startPlatforms(platformFolder(stack.project), options, true);
  const lines = Object.entries(platforms.env).map(([name, value]) => `  export ${name}=${value}`);
  process.stdout.write(
    `The platforms are up until you press Ctrl-C. For other clients, in another terminal:\n\n${lines.join("\n")}\n\n`,
  );
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, resolve);
  });
  await platforms.stop();
}
