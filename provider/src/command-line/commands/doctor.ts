import { Argument, type Command } from "commander";
import type { ResourceDefinition } from "../../definition/definition";
import { withExamples } from "../../project/help-examples";
import { UserError } from "../../project/user-error";
import { examine } from "../doctor/examine";
import { formatAccount } from "../doctor/report";
import { namedAccounts } from "../doctor/settings";
import { kinds, platformNames } from "../../kinds";
import { environmentSettings } from "../settings/command-settings";
import { stackSettings } from "../settings/stack-settings";

interface Flags {
  readonly cwd: string;
  readonly stack?: string;
  readonly account?: string;
}

const exitCodes = `
Exit codes:
  0  every account that is configured works
  1  one does not, none is configured, or the command could not run`;

/** `doctor`: shows which settings a program would use, and whether the platforms accept them. */
export function addDoctor(program: Command): void {
  const command = program
    .command("doctor")
    .description("show where the settings come from, and try them with one GET a platform")
    .addArgument(new Argument("[platforms...]", "default: all that are configured").choices(platformNames))
    .option("-s, --stack <name>", "a stack whose config counts too; default: the environment alone")
    .option("-C, --cwd <folder>", "run as if started in another folder of a Pulumi project", ".")
    .option("--account <name>", "one account of `<platform>:accounts`; default: all of them")
    .action(doctor);
  withExamples(
    command,
    ["doctor", "try the settings of all platforms"],
    [`doctor ${platformNames[0]} -s prod`, "one platform, with the config of a stack"],
    ["doctor --account eu", "one account"],
  ).addHelpText("after", exitCodes);
}

async function doctor(named: readonly string[], { cwd, stack, account }: Flags): Promise<void> {
  const settings = stack === undefined ? environmentSettings() : await stackSettings(cwd, stack);
  const definitions = (named.length > 0 ? named : platformNames).map(sampleOf);
  const isWanted = named.length > 0 || account !== undefined;
  const reports = await Promise.all(
    definitions.flatMap((definition) =>
      (account === undefined ? [undefined, ...namedAccounts(definition.platform, settings)] : [account]).map(
        (each) => examine(definition, settings, each),
      ),
    ),
  );
  for (const report of reports) process.stdout.write(`${formatAccount(report, isWanted)}\n`);
  const isBad = reports.some(
    ({ problems, isConfigured }) => problems.length > 0 && (isConfigured || isWanted),
  );
  if (!isWanted && !reports.some(({ isConfigured }) => isConfigured)) {
    throw new UserError(
      "no platform is configured: docs/settings.md of the package lists the settings; with --stack NAME, those of a stack count too",
    );
  }
  process.exitCode = isBad ? 1 : 0;
}

/** The first kind of a platform. */
function sampleOf(name: string): ResourceDefinition {
  const definition = kinds.find(({ platform }) => platform.name === name);
  if (definition === undefined) throw new UserError(`no such platform: ${name}`);
  return definition;
}
