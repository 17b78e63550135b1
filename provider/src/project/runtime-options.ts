import { shellWords } from "./shell-words";
import type { YamlMap, YamlValue } from "./go-yaml";

/** The options of `runtime` in `Pulumi.yaml` that Pulumi's language host for Node has. */
export interface RuntimeOptions {
  /** Whether the program may be TypeScript. Default: true. */
  readonly typescript: boolean;
  /** The path of the program's `tsconfig.json`. */
  readonly tsconfig?: string;
  /** Arguments for Node itself. Default: none. */
  readonly nodeArgs: readonly string[];
}

const packageManagers = ["auto", "npm", "yarn", "pnpm", "bun"];

/**
 * Options that only concern the installation of packages are checked, and have no effect. Others are ignored.
 * Source: pulumi/pulumi, `parseOptions` in `sdk/nodejs/cmd/pulumi-language-nodejs/main.go`.
 *
 * @throws Error for an option of another type.
 */
export function readRuntimeOptions(options: YamlMap): RuntimeOptions {
  const { typescript, tsconfig, nodeargs, packagemanager } = options;
  mustBe("boolean", "production", options.production);
  mustBe("string", "packagemanager", packagemanager);
  if (typeof packagemanager === "string" && !packageManagers.includes(packagemanager)) {
    throw new Error(
      `runtime.options.packagemanager: expected one of ${packageManagers.join(", ")}, got ${JSON.stringify(packagemanager)}`,
    );
  }
  mustBe("boolean", "typescript", typescript);
  mustBe("string", "tsconfig", tsconfig);
  mustBe("string", "nodeargs", nodeargs);
  return {
    typescript: typescript !== false,
    ...(typeof tsconfig === "string" && tsconfig !== "" ? { tsconfig } : {}),
    nodeArgs: typeof nodeargs === "string" ? nodeArgs(nodeargs) : [],
  };
}

function nodeArgs(text: string): string[] {
  try {
    return shellWords(text);
  } catch (error) {
    throw new Error(`runtime.options.nodeargs: ${(error as Error).message}`, { cause: error });
  }
}

function mustBe(type: "boolean" | "string", name: string, value: YamlValue | undefined): void {
  if (value === undefined || typeof value === type) return;
  throw new Error(`runtime.options.${name}: expected a ${type}`);
}
