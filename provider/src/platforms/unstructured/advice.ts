import type { Advice } from "../../definition/platform";

/** What a failure means beyond its status. Source: docs/contracts/unstructured.md, sections 2, 5 and 8. */
export function advice(status: number, said: string): Advice | undefined {
  if (status === 422 && /^path\.(source|destination)_id: .*\bUUID\b/.test(said)) {
    return {
      code: "PC_NOT_FOUND",
      text: 'an id is a UUID such as "168bd3b1-4c18-4113-8d00-26584fbcefd9": correct it, or give the name instead, `{ name: "..." }`',
    };
  }
  // The API takes some keys only as a reference to a stored secret, which only the vendor's web application can make.
  if (status === 412 && /\bservice_account_key\b/.test(said)) {
    return {
      note: "if the key itself is right, make the connector in Unstructured's web application and take it over with the resource option `adopt`",
    };
  }
  return undefined;
}
