import { isJsonObject, type JsonObject } from "../json-object";
import { RefusedRequest, type Changes, type FormField } from "./kind";
import { hiddenTexts, secretText } from "./public-value";

/**
 * The fields of a configuration that can be changed: the plain values that are shown.
 *
 * @param field The key of the configuration: `config`.
 * @param config As the response has it.
 * @param shown Without secrets.
 * @param mask What the vendor shows in place of a secret.
 */
export function configFields(field: string, config: unknown, shown: unknown, mask?: string): FormField[] {
  if (!isJsonObject(config) || !isJsonObject(shown)) return [];
  return Object.entries(config).flatMap(([key, value]): FormField[] => {
    const name = `${field}.${key}`;
    if (shown[key] !== value || value === mask) return [];
    if (typeof value === "boolean") return [{ name, input: "switch", value }];
    if (typeof value === "string" || typeof value === "number")
      return [{ name, input: "text", value: String(value) }];
    return [];
  });
}

/** The configuration with the changes in it; undefined if none concerns it. An empty text removes a key. */
export function changedConfig(field: string, config: JsonObject, changed: Changes): JsonObject | undefined {
  const own = [...changed].filter(([name]) => name.startsWith(`${field}.`));
  if (own.length === 0) return undefined;
  const values = new Map(Object.entries(config));
  for (const [name, value] of own) {
    const key = name.slice(field.length + 1);
    if (value === "") values.delete(key);
    else values.set(key, typedLike(values.get(key), value));
  }
  return Object.fromEntries(values);
}

/** A number stays one, if the text is a number. */
function typedLike(old: unknown, given: string | boolean): unknown {
  return typeof old === "number" && given !== "" && Number.isFinite(Number(given)) ? Number(given) : given;
}

/**
 * Sends a configuration with its secrets. A refusal then is without them.
 *
 * @param shown The configuration without its secrets.
 */
export async function sendConfig<Result>(
  config: unknown,
  shown: unknown,
  send: () => Promise<Result>,
): Promise<Result> {
  try {
    return await send();
  } catch (error) {
    if (!(error instanceof RefusedRequest)) throw error;
    const texts = hiddenTexts(config, shown).filter((text) => text !== "");
    const body = JSON.stringify(error.body ?? null, (_key, value: unknown) =>
      typeof value === "string"
        ? texts.reduce((all, text) => all.replaceAll(text, secretText), value)
        : value,
    );
    throw new RefusedRequest(error.status, JSON.parse(body));
  }
}
