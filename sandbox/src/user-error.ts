/** A failure that the user can mend: shown as its message, without a stack. */
export class UserError extends Error {
  override readonly name = "UserError";

  /** @param exitCode Of the command. Source for others than 1: pulumi/pulumi, `pkg/cmd/pulumi/cmd/exit_codes.go`. */
  constructor(
    message: string,
    readonly exitCode = 1,
  ) {
    super(message);
  }
}
