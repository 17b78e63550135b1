import { describe, expect, it, jest } from "@jest/globals";
import { CommanderError, type Command } from "commander";
import { commandLine as providerCommands } from "../../../../provider/src/command-line/program";
import { commandLine as sandboxCommands } from "../../../../sandbox/src/commands/program";

interface Level {
  /** `stack output` */
  readonly path: string;
  readonly command: Command;
}

/** A command and all below it, without those that only say that they need the pulumi CLI. */
function levels(command: Command, above: readonly string[] = []): Level[] {
  const visible = command.createHelp().visibleCommands(command);
  return [
    { path: above.join(" "), command },
    ...command.commands
      .filter((each) => visible.includes(each))
      .flatMap((each) => levels(each, [...above, each.name()])),
  ];
}

/** Runs a command line. @returns what it prints; `action` is not called. */
async function run(commands: () => Command, ...args: readonly string[]): Promise<string> {
  let printed = "";
  const print = (text: string): void => {
    printed += text;
  };
  const program = commands();
  for (const { command } of levels(program)) {
    command.exitOverride().configureOutput({ writeOut: print, writeErr: print });
  }
  await program.parseAsync(args, { from: "user" }).catch((error: unknown) => {
    if (!(error instanceof CommanderError)) throw error;
  });
  return printed;
}

describe.each([
  ["connectors-sandbox", sandboxCommands],
  ["pulumi-connectors", providerCommands],
])("the help of %s", (name, commands) => {
  const all = levels(commands());

  it("covers all commands", () => {
    expect(all.length).toBeGreaterThan(4);
  });

  it.each(all.map(({ path }) => path))("has examples that the command line accepts: %s", async (path) => {
    const help = await run(commands, ...path.split(" ").filter(Boolean), "--help");
    const [, examples = ""] = /\nExamples:\n((?: {2}.*\n)+)/.exec(help) ?? [];
    const lines = examples.trimEnd().split("\n");
    expect(lines.length).toBeGreaterThanOrEqual(2);
    for (const line of lines) {
      const [, example = "", purpose] = /^ {2}(.*?) +# (.+)$/.exec(line) ?? [];
      expect(purpose).toBeDefined();
      const [program, ...words] = wordsOf(example);
      expect(program).toBe(name);
      await accepts(commands(), words);
    }
  });

  it.each(all.map(({ path }) => path))(
    "is suggested after an unknown option, with the nearest one: %s",
    async (path) => {
      const printed = await run(commands, ...path.split(" ").filter(Boolean), "--hepl");
      expect(printed).toContain(
        "error: unknown option '--hepl'\n(Did you mean --help?)\n(--help lists the options)\n",
      );
    },
  );

  const groups = all.filter(({ command }) => command.commands.length > 0);
  it.each(groups.map(({ path, command }) => [path, command] as const))(
    "is suggested after an unknown command, with the nearest one: %s",
    async (path, command) => {
      for (const { command: known } of levels(command).filter((each) => each.command.parent === command)) {
        const typo = `${known.name()}x`;
        const printed = await run(commands, ...path.split(" ").filter(Boolean), typo);
        expect(printed).toContain(`error: unknown command '${typo}'\n(Did you mean ${known.name()}?)\n`);
      }
    },
  );
});

/** The words of a command line as a shell sees them, up to a pipe or a redirection. */
function wordsOf(line: string): string[] {
  const [own = ""] = line.split(/ [|<] /);
  return [...own.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? "");
}

/** Parses a command line, without carrying it out. Rejects if commander refuses it. */
async function accepts(program: Command, words: readonly string[]): Promise<void> {
  const carriedOut = jest.fn<() => void>();
  for (const { command } of levels(program)) {
    command.exitOverride().configureOutput({ writeOut: () => undefined, writeErr: () => undefined });
    if (command.commands.length === 0 || command.name() !== program.name()) command.action(carriedOut);
  }
  try {
    await program.parseAsync(words, { from: "user" });
    expect(carriedOut).toHaveBeenCalledTimes(1);
  } catch (error) {
    if (
      (error as CommanderError).code !== "commander.helpDisplayed" &&
      (error as CommanderError).code !== "commander.help"
    )
      throw error;
  }
}
