import { Command } from "commander";
import { addConfig } from "./config";
import { addConsole } from "./console";
import { addOperations } from "./operations";
import { withGlobalOptions } from "./options";
import { addReset } from "./reset";
import { addServe } from "./serve";
import { addStack } from "./stack";
import { addState } from "./state";
import { addVersion } from "./version";

/** The whole command line. */
export function commandLine(): Command {
  const program = withGlobalOptions(new Command("connectors-sandbox"))
    .description("Data platforms and a deployment engine on a laptop: no account, no Pulumi CLI.")
    .showHelpAfterError("(--help lists the options)");
  for (const add of [
    addOperations,
    addConfig,
    addStack,
    addState,
    addServe,
    addConsole,
    addReset,
    addVersion,
  ])
    add(program);
  return program;
}
