import type { Platform, SettingDefinition } from "../definition/platform";

/** The settings that every platform has, by their names in the stack config. */
export function commonSettings({
  name,
}: Platform): Readonly<Record<"timeout" | "allowHttp", SettingDefinition>> {
  const prefix = name.toUpperCase();
  return {
    /** Time limit of an operation of a resource, in seconds. */
    timeout: { env: `${prefix}_TIMEOUT`, default: "300", normalize: seconds },
    /** Whether the address may be an http URL of another machine. */
    allowHttp: { env: `${prefix}_ALLOW_HTTP`, default: "false", normalize: boolean },
  };
}

const maxSeconds = 24 * 60 * 60;

function seconds(value: string): string {
  const text = value.trim();
  if (!/^\d+(\.\d+)?$/.test(text) || Number(text) === 0 || Number(text) > maxSeconds) {
    throw new Error(`expected a number of seconds such as 300, at most ${maxSeconds}`);
  }
  return text;
}

function boolean(value: string): string {
  const text = value.trim();
  if (text !== "true" && text !== "false") throw new Error("expected true or false");
  return text;
}
