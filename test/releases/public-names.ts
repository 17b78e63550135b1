import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import ts from "typescript";
import { addDoctor } from "../../provider/src/command-line/commands/doctor";
import { addExport } from "../../provider/src/command-line/commands/export";
import { addGraph } from "../../provider/src/command-line/commands/graph";
import { addValidate } from "../../provider/src/command-line/commands/validate";
import { typeToken } from "../../provider/src/definition/kind";
import { errorCodes } from "../../provider/src/errors/codes";
import { kinds } from "../../provider/src/kinds";
import { recommendedPolicies } from "../../provider/src/policy";
import { commonSettings } from "../../provider/src/settings/common-settings";
import { commandLine } from "../../sandbox/src/commands/program";
import { repository } from "../harness/project";

/** The names that a release promises to keep, by what they name. docs/versioning.md says what the promise is. */
export type PublicNames = Readonly<
  Record<"exports" | "tokens" | "settings" | "errorCodes" | "policies" | "commands", readonly string[]>
>;

interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, string | { readonly types: string }>>;
}

/** The names of the packages as built in the repository. */
export function publicNames(): PublicNames {
  const provider = new Command("pulumi-connectors");
  for (const add of [addValidate, addDoctor, addExport, addGraph]) add(provider);
  const platforms = new Set(kinds.map(({ platform }) => platform));
  return {
    exports: sorted(["provider", "sandbox"].flatMap((folder) => exportsOf(join(repository, folder)))),
    tokens: sorted(kinds.map(({ kind }) => typeToken(kind))),
    settings: sorted(
      [...platforms].flatMap((platform) =>
        Object.entries({ ...platform.settings, ...commonSettings(platform) }).flatMap(([key, { env }]) => [
          `${platform.name}:${key}`,
          env,
        ]),
      ),
    ),
    errorCodes: sorted(errorCodes),
    policies: sorted(recommendedPolicies().map(({ name }) => name)),
    commands: sorted([provider, commandLine()].flatMap((command) => commandsOf(command, ""))),
  };
}

/** Entry points of a package, the names that each exports, types included, and those in its namespaces. */
export function exportsOf(folder: string): string[] {
  const { name, exports } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
  const entries = Object.entries(exports)
    .filter(([path]) => !path.startsWith("./internal/"))
    .map(([path, target]) => ({
      entry: join(name, path),
      types: typeof target === "string" ? undefined : join(folder, target.types),
    }));
  const files = entries.flatMap(({ types }) => types ?? []);
  const { NodeNext } = ts.ModuleKind;
  const options = { module: NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, types: [] };
  const program = ts.createProgram(files, options);
  const checker = program.getTypeChecker();
  const namesOf = (symbol: ts.Symbol | undefined): string[] =>
    symbol === undefined
      ? []
      : checker.getExportsOfModule(symbol).flatMap((exported) => {
          const target =
            exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
          const isNamespace = (target.flags & ts.SymbolFlags.ValueModule) !== 0;
          return isNamespace ? namesOf(target).map((inner) => `${exported.name}.${inner}`) : [exported.name];
        });
  return entries.flatMap(({ entry, types }) => {
    const file = types === undefined ? undefined : program.getSourceFile(types);
    const names = file === undefined ? [] : namesOf(checker.getSymbolAtLocation(file));
    return [entry, ...names.map((each) => `${entry}: ${each}`)];
  });
}

/** A command, its long options, and its subcommands. */
function commandsOf(command: Command, parent: string): string[] {
  const name = `${parent}${command.name()}`;
  return [
    name,
    ...command.options.flatMap(({ long }) => (typeof long === "string" ? [`${name} ${long}`] : [])),
    ...command.commands.flatMap((each) => commandsOf(each, `${name} `)),
  ];
}

function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}
