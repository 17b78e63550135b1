import type { Command } from "commander";
import { withExamples } from "pulumi-connectors/internal/project/help-examples";
import { currentOwner, inUse, serverName } from "../serving/owner";
import { UserError } from "../user-error";
import { defaultsOption, parseCount, prepareStack, stackOption, type CommonFlags } from "./options";
import {
  behaviourOptions,
  platformFolder,
  withPlatformOptions,
  type PlatformFlags,
} from "./platform-options";

type ConsoleFlags = CommonFlags & Omit<PlatformFlags, "port"> & { readonly port?: number };

/** `console`: shows the platforms in the browser, those of a running `serve` or its own. */
export function addConsole(program: Command): void {
  const opening = withPlatformOptions(
    program
      .command("console")
      .description("show in the browser what the platforms hold, change it there, and let requests fail"),
  )
    .addOption(stackOption())
    .addOption(defaultsOption())
    .option("--port <n>", "the port of the console instead of a free one", parseCount)
    .action((_options, command: Command) => open(command.optsWithGlobals<ConsoleFlags>()));
  withExamples(
    opening,
    ["console", "print a link to it"],
    ["console --port 4200", "at a port that stays the same"],
    ["console --faults 7", "with requests that fail"],
  );
}

async function open({ port, ...flags }: ConsoleFlags): Promise<void> {
  const stack = prepareStack(flags);
  const { keepServing, linkFrom } = await import("./serving.js");
  const owner = currentOwner(platformFolder(stack.project));
  if (owner === undefined) {
    await keepServing(stack, flags, {
      command: "console",
      consolePort: port,
      text: (_env, link) =>
        `The console is up until you press Ctrl-C. This link works once; the same command in another terminal prints another:\n\n  ${link}\n\nWhat you deploy meanwhile from another terminal, as with \`up\`, is there to see.\n\n`,
    });
    return;
  }
  if (!owner.serves) throw inUse(owner);
  const given = [...behaviourOptions(flags), ...(port === undefined ? [] : ["--port"])];
  if (given.length > 0) {
    throw new UserError(
      `${serverName(owner)} runs the platforms: give ${given.join(", ")} to that command instead`,
    );
  }
  if (owner.console === undefined) {
    throw new UserError(
      `${serverName(owner)} runs the platforms without a console: end it, and start it again`,
    );
  }
  process.stdout.write(
    `${serverName(owner)} runs the platforms, and the console with them. This link works once:\n\n  ${await linkFrom(owner.console)}\n\n`,
  );
}
