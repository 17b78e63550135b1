import { toPlain, toPlainFields } from "../values/plain";
import { isPartialFailure } from "../client/failure";
import type { Scrubber } from "../secrets/scrub";

/**
 * The border between a verb and the engine: what goes out is plain JSON, what is thrown is one line without a stack
 * and without a secret. The host prints the stack of what a verb throws, and fails on what is no plain JSON after the
 * verb has done its work: an id would be lost and a second object made.
 *
 * @param scrubber Made only when something is thrown.
 */
export async function atBorder<Result extends object>(
  verb: () => Promise<Result> | Result,
  scrubber: () => Scrubber,
): Promise<Result> {
  try {
    return toPlainFields((await verb()) as Record<string, unknown>) as Result;
  } catch (error) {
    throw toBorderError(error, scrubber());
  }
}

/** One line, whatever was thrown. */
export function oneLine(error: unknown): string {
  return messageOf(error).replace(/\s+/g, " ").trim();
}

function messageOf(error: unknown): string {
  const { message } = (error ?? {}) as { message?: unknown };
  if (typeof message === "string" && message !== "") return message;
  try {
    return String(error);
  } catch {
    return "something was thrown that has no text";
  }
}

/** The form of an error that the host prints as its message alone; with an id, the engine keeps the object. */
function toBorderError(error: unknown, scrub: Scrubber): Error {
  // Scrubbed first: in one line a secret of several would not be known again.
  const message = oneLine(scrub(messageOf(error)));
  const stackless = new Error(message);
  stackless.stack = "";
  stackless.toString = () => message;
  if (!isPartialFailure(error)) return stackless;
  return Object.assign(stackless, {
    id: error.id,
    properties: toPlain({ ...error.properties }),
    reasons: [message],
  });
}
