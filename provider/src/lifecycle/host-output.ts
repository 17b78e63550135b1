import { inOneLine } from "../values/text";

/**
 * Shows a line to the user from the provider host. Engines print what the host writes to its standard output, at once and among the
 * diagnostics at the end, beside the stack: the host knows no resource's URN, so that a line must name its object. Measured: in previews,
 * `up`, refresh and destroy, in text and in `--json`. `pulumi.log` is not connected in the host.
 */
export function sayOnStandardOutput(line: string): void {
  process.stdout.write(`${inOneLine(line.replace(/\p{Cc}/gu, " "))}\n`);
}
