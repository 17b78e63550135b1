import type { StartedTest, TestOfObject, Verdict } from "../../definition/verification";
import { isFields, type Fields } from "../../values/fields";

/**
 * The connection check of a stored source or destination. Starting one twice does no harm: the newer one counts.
 * Source: docs/contracts/unstructured.md, section 7.
 *
 * @param item The path of an object.
 */
export function connectionCheck(item: (id: string) => string): TestOfObject {
  const path = (id: string): string => `${item(id)}/connection-check`;
  return {
    of: "object",
    start: (id) => ({ method: "POST", path: path(id), isIdempotent: true }),
    read: (id) => ({ method: "GET", path: path(id) }),
    fromResponse,
  };
}

function fromResponse(body: unknown): StartedTest {
  const { id, created_at: createdAt, status, reason }: Fields = isFields(body) ? body : {};
  return {
    id: typeof id === "string" && id !== "" ? id : undefined,
    createdAt,
    verdict: verdictOf(status, reason),
  };
}

function verdictOf(status: unknown, reason: unknown): Verdict | undefined {
  if (status !== "SUCCESS" && status !== "FAILURE") return undefined;
  return { succeeded: status === "SUCCESS", reason: typeof reason === "string" ? reason : undefined };
}
