/**
 * The codes of all errors of this package. A code never changes its meaning and is never taken away. `docs/troubleshooting.md` has an
 * entry for each.
 */
export const errorCodes = [
  // Thrown in a program.
  "PC_FROM_ENV_NAME",
  "PC_IMPORT_OPTION",
  "PC_PACKAGE_NOT_FOUND",
  "PC_PACKAGE_VERSION",
  "PC_POLICY_SETTING",
  "PC_STACK_CONFIG",
  // Thrown by `pulumi-connectors/testing`, and by a lookup where Pulumi does not run.
  "PC_INVALID_PROGRAM",
  // Reported by the provider host before any request.
  "PC_INVALID_ARGUMENT",
  "PC_INVALID_SETTING",
  "PC_VARIABLE_NOT_SET",
  // Requests that did not succeed.
  "PC_UNREACHABLE",
  "PC_NO_RESPONSE",
  "PC_NOT_THE_API",
  "PC_UNAUTHORIZED",
  "PC_FORBIDDEN",
  "PC_NOT_FOUND",
  "PC_AMBIGUOUS",
  "PC_RATE_LIMITED",
  "PC_PLAN_LIMIT",
  "PC_FEATURE_DISABLED",
  "PC_CREDENTIALS_REFUSED",
  "PC_UPSTREAM_FAILED",
  "PC_REFUSED",
  "PC_SERVER_ERROR",
  // Operations that did not succeed.
  "PC_INDETERMINATE_CREATE",
  "PC_INDETERMINATE_UPDATE",
  "PC_INDETERMINATE_DELETE",
  "PC_NOT_APPLIED",
  "PC_CONNECTION_TEST_FAILED",
  "PC_INDETERMINATE_RUN",
  "PC_RUN_FAILED",
  "PC_RUN_UNFINISHED",
  "PC_ADOPT_REFUSED",
  "PC_DELETE_REFUSED",
  "PC_OTHER_ACCOUNT",
  "PC_INTERNAL",
] as const;

/** The code of an error of this package. */
export type ErrorCode = (typeof errorCodes)[number];
