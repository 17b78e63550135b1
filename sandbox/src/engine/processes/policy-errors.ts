/**
 * Preloaded into policy packs that run without the SDK's runner: reports an error that the pack throws as the runner does.
 * Source: pulumi/pulumi, `sdk/nodejs/cmd/run-policy-pack/run.ts`.
 */
import { inspect } from "node:util";

/** The exit code of the SDK's runner for an error that it has reported to the user. */
const alreadyReported = 32;

process.on("uncaughtException", (error: unknown) => {
  const { message, __pulumiRunError: isRunError } = error as Error & { readonly __pulumiRunError?: unknown };
  const text =
    isRunError === true
      ? message
      : `Running program '${process.cwd()}' failed with an unhandled exception:\n    ${inspect(error)}`;
  process.stderr.write(`error: [runtime] ${text}\n`, () => process.exit(alreadyReported));
});
