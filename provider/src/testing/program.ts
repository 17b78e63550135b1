import { runtime } from "@pulumi/pulumi";
import { CheckingMocks, type MockOptions } from "./mocks";

/** Options of {@link testProgram}. */
export interface ProgramOptions extends MockOptions {
  /** The project, as `pulumi.getProject()` returns it. Default: `"project"`. */
  readonly project?: string;
  /** The stack, as `pulumi.getStack()` returns it. Default: `"stack"`. */
  readonly stack?: string;
  /** The organization of the stack. Default: `"organization"`. */
  readonly organization?: string;
  /** The stack config, by full key: `{ "project:bucket": "invoices" }`; objects in JSON. Default: what the process has already. */
  readonly config?: Readonly<Record<string, string>>;
  /** Those of its keys that are secret. Default: none. */
  readonly secretKeys?: readonly string[];
  /** Whether the program runs as in a preview, where what a mock does not say is unknown. Default: yes. */
  readonly preview?: boolean;
}

/** What is known after a program without problems has run. */
export interface TestedProgram {
  /** The outputs of the stack: what the program exports. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** What could not be checked, one line each. */
  readonly notChecked: readonly string[];
}

/**
 * Runs a Pulumi program against the mocks, and fails once with everything that is wrong with it: every problem of every resource, and the
 * error that ended it, if one did. It runs the program as Pulumi does, with a stack as the root resource.
 *
 * @example
 * await testProgram(() => import("../index"), { stack: "dev", config: { "invoices:bucket": "s3://invoices/" } });
 *
 * @param program Loads the program: resolves with its module, or with what a CommonJS module exports. An exported function is called.
 * @throws ConnectorsError with the code `PC_INVALID_PROGRAM` that lists every problem.
 */
export async function testProgram(
  program: () => unknown,
  options: ProgramOptions = {},
): Promise<TestedProgram> {
  const { project = "project", stack = "stack", organization = "organization", preview = true } = options;
  const mocks = new CheckingMocks(options);
  await runtime.setMocks(mocks, project, stack, preview, organization);
  if (options.config !== undefined)
    runtime.setAllConfig({ ...options.config }, [...(options.secretKeys ?? [])]);
  let cause: unknown;
  const outputs: unknown = await runtime.runInPulumiStack(async () => {
    try {
      const exported = exportsOf(await program());
      return typeof exported === "function" ? await (exported as () => unknown)() : exported;
    } catch (error) {
      // Caught here, for outputs of the stack that are rejected would be unhandled rejections.
      cause = error;
      mocks.failed(error);
      return {};
    }
  });
  await mocks.verify(cause);
  const { notChecked } = mocks;
  return { outputs: isObject(outputs) ? outputs : {}, notChecked };
}

/** As Pulumi does: of an ES module the default export, if there is one. */
function exportsOf(module: unknown): unknown {
  return isObject(module) && Object.hasOwn(module, "default") ? module.default : module;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
