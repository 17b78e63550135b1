/**
 * The process in which `validate` runs a program: the SDK's own runner, with mocks in place of an engine. The program may do in it what it
 * likes: print, end the process, never end.
 */
import { writeSync } from "node:fs";
import { createRequire } from "node:module";
import { Socket } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { runtime, type Config, type log } from "@pulumi/pulumi";
import { checkPackageIn } from "../../program/check-package";
import { endWithParent } from "../../project/end-with-parent";
import { showErrorsWithoutColors } from "../../project/errors-without-colors";
import { runnerArguments } from "../../project/program-process";
import { CheckingMocks, type MockOptions } from "../../testing/mocks";
import { unknownValue } from "../../values/unknowns";
import { locationIn } from "./location";
import { lifelineDescriptor, reportDescriptor, type ProgramReport, type ProgramRequest } from "./request";

/** A copy of the SDK. Of its types, what is used here and what they leave out. */
interface Sdk {
  readonly Config: typeof Config;
  readonly log: { -readonly [Name in keyof typeof log]: (typeof log)[Name] };
  readonly secret: (value: unknown) => unknown;
  readonly unknown: unknown;
}

const request = JSON.parse(process.argv[2] ?? "") as ProgramRequest;
let hasFailed = false;
let isComplete = false;

endWithParent(lifelineDescriptor);
// The command closes it to end the program, which can then still report.
process.stdin.on("end", () => process.exit(1)).resume();
if (process.stdin instanceof Socket) process.stdin.unref();

void start();

async function start(): Promise<void> {
  const { project, stack } = request;
  const { programFolder } = project;
  const given = request.mocks === undefined ? {} : await loadMocks(request.mocks);
  const mocks = new CheckingMocks({ ...given, variablesMustBeSet: true });
  process.on("exit", () => report(mocks));
  const failed = (error: unknown): void => {
    hasFailed = true;
    mocks.failed(error, locationIn(programFolder, error));
  };
  process.on("uncaughtException", failed);
  process.on("unhandledRejection", failed);
  process.on("beforeExit", () => (isComplete = true));
  await runtime.setMocks(mocks, project.name, stack, true, "organization");
  // The SDK calls it at the end, and mocks do not have it.
  Object.assign(runtime.getMonitor() ?? {}, {
    signalAndWaitForShutdown: (_: unknown, callback: (error: unknown, response: object) => void) =>
      callback(null, {}),
  });
  try {
    checkPackageIn(programFolder);
  } catch (error) {
    mocks.failed(error);
  }
  showErrorsWithoutColors();
  const load = createRequire(join(programFolder, "package.json"));
  adapt(load("@pulumi/pulumi") as Sdk, mocks);
  // The address that the SDK gives to mocks.
  const engine = ["--monitor", "mock", "--dry-run"];
  process.argv = [process.execPath, request.runner, ...runnerArguments(project, stack, engine)];
  load(request.runner);
}

/** @throws Error if the module cannot be loaded. */
async function loadMocks(path: string): Promise<MockOptions> {
  const module = (await import(pathToFileURL(path).href)) as MockOptions & { readonly default?: MockOptions };
  return module.newResource === undefined && module.call === undefined ? { ...module.default } : module;
}

function adapt({ Config, log, secret, unknown }: Sdk, mocks: CheckingMocks): void {
  // An error that ended the program is collected already; the SDK would print it with its stack.
  log.error = (message) => {
    if (!hasFailed) mocks.failed(new Error(message));
    return Promise.resolve();
  };
  // What cannot be decrypted cannot be parsed either.
  const methods = Config.prototype as unknown as Record<string, (key: string, ...rest: unknown[]) => unknown>;
  for (const name of ["Number", "Boolean", "Object"].flatMap((type) => [
    `getSecret${type}`,
    `requireSecret${type}`,
  ])) {
    const original = methods[name];
    methods[name] = function (this: Config, key, ...rest) {
      const isKnown = runtime.getConfig(`${this.name}:${key}`) !== unknownValue;
      return isKnown ? original?.call(this, key, ...rest) : secret(unknown);
    };
  }
}

function report({ findings, resourceCount }: CheckingMocks): void {
  const { problems, notChecked } = findings;
  const content: ProgramReport = { resourceCount, problems, notChecked, hasFailed, isComplete };
  const bytes = Buffer.from(JSON.stringify(content));
  for (let at = 0; at < bytes.length;) at += writeSync(reportDescriptor, bytes, at);
}
