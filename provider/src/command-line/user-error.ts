/** An error of a command that the user can correct. It is printed as one line, and the command exits with 1. */
export class UserError extends Error {
  override readonly name = "UserError";
}
