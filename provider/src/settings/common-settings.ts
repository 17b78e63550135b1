import type { Platform, SettingDefinition } from "../definition/platform";

/** The settings that every platform has, under the names that they have in the stack config. */
export function commonSettings({
  name,
}: Platform): Readonly<Record<"timeout" | "allowHttp", SettingDefinition>> {
  const prefix = name.toUpperCase();
  return {
    /** How many seconds an operation of a resource may take. */
    timeout: { env: `${prefix}_TIMEOUT`, default: "300", normalize: seconds },
    /** Whether the platform's address may be an http one that leads to another machine. */
    allowHttp: { env: `${prefix}_ALLOW_HTTP`, default: "false", normalize: truth },
  };
}

const mostSeconds = 24 * 60 * 60;

function seconds(value: string): string {
  const text = value.trim();
  if (!/^\d+(\.\d+)?$/.test(text) || Number(text) === 0 || Number(text) > mostSeconds) {
    throw new Error(`expected a number of seconds such as 300, at most ${mostSeconds}`);
  }
  return text;
}

function truth(value: string): string {
  const text = value.trim();
  if (text !== "true" && text !== "false") throw new Error("expected true or false");
  return text;
}
