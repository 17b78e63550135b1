import type { Command } from "commander";
import { withExamples } from "pulumi-connectors/internal/project/help-examples";
import { defaultsOption, parseCount, prepareStack, stackOption, type CommonFlags } from "./options";
import { withPlatformOptions, type PlatformFlags } from "./platform-options";

interface ServeFlags extends CommonFlags, PlatformFlags {
  readonly consolePort?: number;
}

/** `serve`: runs the platforms until it is interrupted. */
export function addServe(program: Command): void {
  const serving = withPlatformOptions(
    program.command("serve").description("keep the platforms running, for the pulumi CLI and other clients"),
  )
    .addOption(stackOption())
    .addOption(defaultsOption())
    .option("--port <n>", "listen on this port and the following ones instead of free ports", parseCount)
    .option("--console-port <n>", "the port of the console instead of a free one", parseCount)
    .action((_options, command: Command) => serve(command.optsWithGlobals<ServeFlags>()));
  withExamples(
    serving,
    ["serve", "print the addresses and keys for other clients"],
    ["serve --port 4100", "at ports that stay the same"],
    ["serve --log requests.jsonl", "write down every request"],
    ["serve --objects workspace.json", "with what `pulumi-connectors export --json` has read"],
  );
}

async function serve(flags: ServeFlags): Promise<void> {
  const stack = prepareStack(flags);
  const { keepServing } = await import("./serving.js");
  await keepServing(stack, flags, {
    command: "serve",
    consolePort: flags.consolePort,
    text: (env, link) =>
      `The platforms are up until you press Ctrl-C. This opens the console, once; the command \`console\` prints another link:\n\n  ${link}\n\nFor other clients, in another terminal:\n\n${exportsOf(env)}\n\n`,
  });
}

/** Lines for a shell. */
function exportsOf(env: Readonly<Record<string, string>>): string {
  return Object.entries(env)
    .map(([name, value]) => `  export ${name}=${value}`)
    .join("\n");
}
