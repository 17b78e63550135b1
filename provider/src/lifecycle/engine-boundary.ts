import { isConnectorsError, withCode } from "../errors/connectors-error";
import type { Secrecy } from "../secrets/secrecy";
import { toPlain, toPlainFields } from "../values/plain";
import { inOneLine, messageOf } from "../values/text";
import { keepHostFromPrinting } from "./host-output";
import { isPartialFailure } from "./partial-failure";

/** How secrets are taken out of what was thrown. */
type Scrubbers = Pick<Secrecy, "scrub" | "scrubMessage">;

/**
 * Runs a verb and brings its end into the form that the engine takes. A result becomes plain JSON: the host fails on anything else after
 * the verb has done its work, so that an id would be lost and a second object made. An error becomes one line with its code, without a
 * stack and without a secret: the host prints the stack of what a verb throws.
 */
export async function atEngineBoundary<Result extends object>(
  verb: () => Promise<Result> | Result,
  secrecy: Scrubbers,
): Promise<Result> {
  try {
    return toPlainFields((await verb()) as Record<string, unknown>) as Result;
  } catch (error) {
    throw toEngineError(error, secrecy);
  }
}

/** What was thrown, in one line with its code. */
export function errorLine(error: unknown, { scrub, scrubMessage }: Scrubbers): string {
  const code = isConnectorsError(error) ? error.code : "PC_INTERNAL";
  // What a library or the runtime says may hold anything.
  const clean = code === "PC_INTERNAL" ? scrub : scrubMessage;
  // Scrubbed first: in one line, a secret of several lines would no longer be recognized.
  return withCode(inOneLine(clean(messageOf(error))), code);
}

/** The form of an error of which the host prints the message alone. With an id, the engine keeps the object. */
function toEngineError(error: unknown, secrecy: Scrubbers): Error {
  const message = errorLine(error, secrecy);
  const stackless = new Error(message);
  stackless.stack = "";
  stackless.toString = () => {
    keepHostFromPrinting(message);
    return message;
  };
  if (!isPartialFailure(error)) return stackless;
  return Object.assign(stackless, {
    id: error.id,
    properties: toPlain({ ...error.properties }),
    reasons: [message],
  });
}
