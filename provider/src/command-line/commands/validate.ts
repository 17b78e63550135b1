import { resolve } from "node:path";
import { InvalidArgumentError, type Command } from "commander";
import { loadProject } from "../../project/project";
import { withExamples } from "../../project/help-examples";
import { UserError } from "../../project/user-error";
import { chooseStack } from "../validate/choose-stack";
import { formatReport } from "../validate/report";
import { runProgram } from "../validate/run-program";
import { readStackConfig } from "../validate/stack-config";

interface Flags {
  readonly cwd: string;
  readonly stack?: string;
  readonly mocks?: string;
  readonly timeout: number;
}

const exitCodes = `
Exit codes:
  0  everything was checked, and nothing is wrong
  1  there are problems, the program failed, or the command could not run
  2  nothing is wrong as far as it was checked, but not everything could be`;

/** `validate`: runs the program of a stack without an engine, and reports every problem of every resource. */
export function addValidate(program: Command): void {
  const command = program
    .command("validate")
    .description("run the program of a stack without an engine, and list every problem of every resource")
    .option("-s, --stack <name>", "the stack; default: PULUMI_STACK, or the only one that has a config")
    .option("-C, --cwd <folder>", "run as if started in another folder of a Pulumi project", ".")
    .option(
      "--mocks <file>",
      "a module that exports newResource and call, for resources and calls of other packages",
    )
    .option("--timeout <seconds>", "end the program after this time", parseSeconds, 300)
    .action(validate);
  withExamples(
    command,
    ["validate", "check the program of this folder"],
    ["validate -s prod", "with the config of a stack"],
    ["validate --mocks mocks.cjs", "with results for other packages"],
  ).addHelpText("after", exitCodes);
}

async function validate({ cwd, stack: name, mocks, timeout }: Flags): Promise<void> {
  const project = loadProject(resolve(cwd));
  const { path, runtime } = project;
  if (runtime !== "nodejs") {
    throw new UserError(`${path}: runtime ${runtime}: only programs for nodejs can be validated`);
  }
  const stack = chooseStack(project, name);
  const config = readStackConfig(project, stack);
  const result = await runProgram({
    project,
    stack,
    config,
    ...(mocks === undefined ? {} : { mocks: resolve(cwd, mocks) }),
    timeout,
    printOutput: (line) => process.stderr.write(`${line}\n`),
  });
  process.stdout.write(formatReport(stack, result));
  process.exitCode = result.problems.length > 0 ? 1 : result.notChecked.length > 0 ? 2 : 0;
}

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || seconds === 0 || seconds > 86_400) {
    throw new InvalidArgumentError("expected a number of seconds, at most 86400");
  }
  return seconds;
}
