import { fieldRequired, notOfType } from "../../pydantic/messages";
import type { Authentication } from "./authentication";
import { refused } from "./errors";
import type { AuthProvider } from "./model";
import type { Source } from "./catalog";

/** The required keys of a provider's configuration. */
const requiredKeys: Readonly<Record<AuthProvider["short_name"], readonly string[]>> = {
  composio: ["auth_config_id", "account_id"],
  pipedream: ["project_id", "account_id", "external_user_id"],
  custom: [],
};

/** Checks that an auth provider is connected and supports the source. Source: docs/contracts/airweave.md, section 3.2. @throws Refusal */
export function checkProvider(
  providers: readonly AuthProvider[],
  source: Source,
  { provider_readable_id: id, provider_config: config }: Authentication & { method: "auth_provider" },
): void {
  const provider = providers.find(({ readable_id }) => readable_id === id);
  if (provider === undefined) throw refused(404, `Auth provider '${id}' not found`);
  const supported = [...source.supported_auth_providers].sort();
  if (!supported.includes(provider.short_name)) {
    const list = supported.map((name) => `'${name}'`).join(", ");
    throw refused(
      400,
      `Source '${source.short_name}' does not support '${provider.short_name}' as auth provider. Supported providers: [${list}]`,
    );
  }
  if (config === null) return;
  const problems = requiredKeys[provider.short_name].flatMap((key) => {
    if (!Object.hasOwn(config, key)) return [`${key}: ${fieldRequired}`];
    return typeof config[key] === "string" ? [] : [`${key}: ${notOfType("string")}`];
  });
  if (problems.length > 0) throw refused(422, `Invalid auth provider config: ${problems.join("; ")}`);
}
