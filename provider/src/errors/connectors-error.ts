import type { ErrorCode } from "./codes";

/** Marks an error of this package, whichever copy of it threw: never test with `instanceof`, for two copies may be loaded. */
const marker = Symbol.for("pulumi-connectors.error");

/** What all errors of this package have in common. */
export interface CodedError extends Error {
  /** What went wrong. docs/troubleshooting.md has an entry for each code. */
  readonly code: ErrorCode;
}

/**
 * An error of this package. Those that are thrown in a program are `ConnectorsRunError`s.
 *
 * Scrub a value before it goes into the message: afterwards, nothing distinguishes values from words.
 */
export class ConnectorsError extends Error implements CodedError {
  override readonly name: string = "ConnectorsError";

  constructor(
    readonly code: ErrorCode,
    message: string,
    // Not `ErrorOptions`: programs are compiled for ES2020, too.
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
    markAsOurs(this);
  }
}

export function markAsOurs(error: CodedError): void {
  Object.defineProperty(error, marker, { value: true });
}

/**
 * Whether something thrown is an error of this package, of this copy or another.
 *
 * @param code Only errors with this code.
 */
export function isConnectorsError(error: unknown, code?: ErrorCode): error is CodedError {
  if (typeof error !== "object" || error === null || !(marker in error)) return false;
  return code === undefined || (error as unknown as CodedError).code === code;
}

/** The message as it crosses the engine, which passes on nothing but text: the code stands at its end. */
export function withCode(message: string, code: ErrorCode): string {
  return `${message}${message.includes("\n") ? "\n" : " "}[${code}]`;
}
