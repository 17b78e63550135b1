import type { Platform, SettingDefinition } from "../definition/platform";
import { verifyValues } from "../definition/verification";

/** The settings that every platform has, and those that a platform of its abilities has, by their names in the stack config. */
export function commonSettings(platform: Platform): Readonly<Record<string, SettingDefinition>> {
  const prefix = platform.name.toUpperCase();
  return {
    /** Time limit of an operation of a resource, in seconds. */
    timeout: { env: `${prefix}_TIMEOUT`, default: "300", normalize: seconds },
    /** Whether the address may be an http URL of another machine. */
    allowHttp: { env: `${prefix}_ALLOW_HTTP`, default: "false", normalize: boolean },
    ...(platform.testsConnections === true ? { verify: verifySetting(platform) } : {}),
  };
}

/** Whether writes test connections, for resources whose option `verify` does not say so. */
export function verifySetting({ name }: Platform): SettingDefinition {
  return { env: `${name.toUpperCase()}_VERIFY`, default: "off", normalize: verify };
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

function verify(value: string): string {
  const text = value.trim();
  if (!verifyValues.some((each) => each === text)) throw new Error("expected off, warn or fail");
  return text;
}
