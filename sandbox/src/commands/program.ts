import { Command } from "commander";
import { withExamples } from "pulumi-connectors/internal/project/help-examples";
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
  const program = new Command("connectors-sandbox");
  withGlobalOptions(program)
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
  return withExamples(
    program,
    ["up", "show what the program would change, then change it"],
    ["up -C examples/support-search -s demo", "a stack of another project"],
    ["preview --json", "for other programs"],
    ["serve", "keep the platforms running, for the pulumi CLI"],
    ["help stack", "more about a command"],
  );
}
