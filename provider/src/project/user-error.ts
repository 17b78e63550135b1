/** An error that the user can fix: a command prints its message, without a stack trace. */
export class UserError extends Error {
  override readonly name = "UserError";

  /** @param exitCode The command's. Values other than 1: pulumi/pulumi, `pkg/cmd/pulumi/cmd/exit_codes.go`. */
  constructor(
    message: string,
    readonly exitCode = 1,
  ) {
    super(message);
  }
}
