import { inOneLine } from "../values/text";

/**
 * Keeps Pulumi's provider host from printing an error that the engine prints, too. When check, diff, read or delete throws, the host writes
 * the error's text and stack on its standard error, where the engine takes it for a message of the stack. To be called by the error's
 * `toString`, which the host calls just before: only a write of that very text in the same turn is held back.
 *
 * Source: `cmd/dynamic-provider` of the SDK; docs/contracts/pulumi-engine.md.
 */
export function keepHostFromPrinting(text: string): void {
  const { stderr } = process;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- it is applied to the stream below
  const { write } = stderr;
  const restore = (): void => {
    if (stderr.write === filtered) stderr.write = write;
  };
  const filtered = ((...given: Parameters<typeof write>): boolean => {
    restore();
    return String(given[0]).trimEnd() === `${text}:` || Reflect.apply(write, stderr, given);
  }) as typeof write;
  stderr.write = filtered;
  queueMicrotask(restore);
}

/**
 * Shows a line to the user from the provider host. Engines print what the host writes to its standard output, at once and among the
 * diagnostics at the end, beside the stack: the host knows no resource's URN, so that a line must name its object. Measured: in previews,
 * `up`, refresh and destroy, in text and in `--json`. `pulumi.log` is not connected in the host.
 */
export function sayOnStandardOutput(line: string): void {
  process.stdout.write(`${inOneLine(line)}\n`);
}
