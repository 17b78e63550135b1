import { Command } from "commander";
import { version } from "../program/check-package";
import { withExamples } from "../project/help-examples";
import { addDoctor } from "./commands/doctor";
import { addExport } from "./commands/export";
import { addGraph } from "./commands/graph";
import { addValidate } from "./commands/validate";

/** The whole command line. */
export function commandLine(): Command {
  const program = new Command("pulumi-connectors")
    .description(
      "Works on Pulumi projects that use the package pulumi-connectors, and on the accounts behind them.",
    )
    .version(version)
    .showHelpAfterError("(--help lists the options)");
  for (const add of [addValidate, addDoctor, addExport, addGraph]) add(program);
  return withExamples(
    program,
    ["validate", "list every problem of the program of this folder"],
    ["doctor", "try the settings of all platforms"],
    ["graph state.json", "draw the state that `pulumi stack export` has printed"],
    ["help export", "more about a command"],
  );
}
