/**
 * How a program is run with the SDK's own runner, as Pulumi's language host for Node does. Source: pulumi/pulumi,
 * `sdk/nodejs/cmd/pulumi-language-nodejs/main.go`.
 */
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Project } from "./project";
import type { StackConfig } from "./stack-config";
import { UserError } from "./user-error";

/**
 * A module of the program's own SDK, so that program and provider code load the same copy.
 *
 * @param module A path below `@pulumi/pulumi/`, such as `cmd/run`.
 * @throws UserError if the SDK is not installed.
 */
export function sdkModule(programFolder: string, module: string): string {
  try {
    return createRequire(join(programFolder, "package.json")).resolve(`@pulumi/pulumi/${module}`);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Node 20 gives this error no code, later versions ERR_INVALID_PACKAGE_CONFIG.
    if (code === undefined || code === "ERR_INVALID_PACKAGE_CONFIG") {
      throw new UserError(`a package.json in ${programFolder} or above it is not valid JSON`);
    }
    throw new UserError(
      `@pulumi/pulumi is not installed for the program in ${programFolder}: run npm install there`,
    );
  }
}

/** What the runner, `cmd/run`, must know of a project. */
export type ProgramToRun = Pick<Project, "name" | "root" | "programFolder" | "entryPoint">;

/**
 * The arguments of the runner.
 *
 * @param engine Further ones, about the engine and the operation.
 */
export function runnerArguments(
  { name, root, programFolder, entryPoint }: ProgramToRun,
  stack: string,
  engine: readonly string[],
): string[] {
  return [
    ...engine,
    ...["--organization", "organization"],
    ...["--project", name],
    ...["--root-directory", root],
    ...["--stack", stack],
    ...["--pwd", programFolder],
    entryPoint,
  ];
}

/** The environment variables from which the SDK takes the config and how the program is compiled. */
export function programEnvironment(
  { typescript, tsconfig }: Pick<Project, "typescript" | "tsconfig">,
  config: StackConfig,
): Record<string, string> {
  return {
    PULUMI_CONFIG: JSON.stringify(legacyKeys(config)),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(
      Object.keys(config).filter((key) => config[key]?.secrets.length),
    ),
    ...(typescript ? { PULUMI_NODEJS_TYPESCRIPT: "true" } : {}),
    ...(tsconfig === undefined ? {} : { PULUMI_NODEJS_TSCONFIG_PATH: tsconfig }),
  };
}

/** Converts `namespace:name` to `namespace:config:name`, which every version of the SDK reads. */
function legacyKeys(config: StackConfig): Record<string, string> {
  return Object.fromEntries(
    Object.entries(config).map(([key, { value }]) => [key.replace(":", ":config:"), value]),
  );
}
