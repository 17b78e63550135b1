import { headerValue, serverAddress } from "../../settings/normalize";
import type { Platform } from "../../definition/platform";
import { isFields } from "../../values/fields";

/**
 * The Unstructured workflow API: its base URL, authentication and error bodies.
 * Source: https://docs.unstructured.io/api-reference/workflow/overview; docs/contracts/unstructured.md, sections 1 and 8.
 */
export const unstructured: Platform = {
  name: "unstructured",
  title: "Unstructured",
  settings: {
    apiKey: { env: "UNSTRUCTURED_API_KEY", secret: true, normalize: headerValue },
    apiUrl: {
      env: "UNSTRUCTURED_API_URL",
      default: "https://platform.unstructuredapp.io",
      // The vendor's pages give the URL with and without that path.
      normalize: serverAddress("https://platform.unstructuredapp.io", "/api/v1"),
    },
  },
  needs: () => [["apiKey"]],
  connect: ({ apiKey, apiUrl }) => ({
    baseUrl: `${apiUrl}/api/v1/`,
    headers: { "unstructured-api-key": apiKey ?? "" },
  }),
  testsConnections: true,
  coerces: ["scalars"],
  isMask: isSecretReference,
  problem,
  advice: async (status, said) => (await import("./advice.js")).advice(status, said),
};

/** A secret that the platform stores elsewhere is returned as `{id, type}`. Source: docs/contracts/unstructured.md, section 5. */
function isSecretReference(value: unknown): boolean {
  return (
    isFields(value) && typeof value.id === "string" && (value.type === "rsa" || value.type === "rsa_aes")
  );
}

/**
 * Reads the error message of a response. Error bodies are `{detail: string}`, `{detail: [{loc, msg}]}` (422) or
 * `{errors: [{field, message}]}` (412).
 */
function problem(body: unknown): string | undefined {
  if (!isFields(body)) return undefined;
  const { detail, errors } = body;
  if (typeof detail === "string") return detail;
  if (Array.isArray(detail)) return joinProblems(detail, (item) => [pathOf(item.loc), item.msg]);
  if (Array.isArray(errors)) return joinProblems(errors, (item) => [item.field, item.message]);
  return undefined;
}

function joinProblems(
  items: readonly unknown[],
  read: (item: Readonly<Record<string, unknown>>) => readonly [unknown, unknown],
): string | undefined {
  const lines = items.filter(isFields).map((item) => {
    const [path, message] = read(item);
    return [path, message].filter((part) => typeof part === "string" && part !== "").join(": ");
  });
  return lines.filter(Boolean).join("; ") || undefined;
}

/** `["body", "config", "remote_url"]` → `config.remote_url`. */
function pathOf(location: unknown): string {
  if (!Array.isArray(location)) return "";
  return location
    .filter((step) => typeof step === "string" || typeof step === "number")
    .filter((step, index) => !(index === 0 && step === "body"))
    .join(".");
}
