import type { Command } from "commander";

/** A command line without the name of the program, and what it does. */
export type Example = readonly [line: string, purpose: string];

/** Adds examples to the end of a command's help. */
export function withExamples(command: Command, ...examples: readonly Example[]): Command {
  return command.addHelpText("after", () => {
    const program = nameOfProgram(command);
    const lines = examples.map(([line, purpose]) => [`${program} ${line}`.trimEnd(), purpose] as const);
    const width = Math.max(...lines.map(([line]) => line.length));
    return ["", "Examples:", ...lines.map(([line, purpose]) => `  ${line.padEnd(width)}  # ${purpose}`)].join(
      "\n",
    );
  });
}

function nameOfProgram(command: Command): string {
  return command.parent === null ? command.name() : nameOfProgram(command.parent);
}

/**
 * Lets a command that has subcommands and does something without them suggest the nearest for one that it does not know. Commander only does
 * so for commands that do nothing without.
 */
export function suggestSubcommands(parent: Command): Command {
  return parent.allowExcessArguments().hook("preAction", (_parent, command) => {
    if (command !== parent || parent.args.length === 0) return;
    // Commander calls it for the other commands; it is not in its types.
    (parent as Command & { unknownCommand(): never }).unknownCommand();
  });
}
