import { log, runtime } from "@pulumi/pulumi";
import type { Platform } from "../definition/platform";
import { settingSource } from "../settings/setting-source";

/** A part of the SDK's runtime that its types leave out: whether a value of the stack config was set with `--secret`. */
interface ConfigRuntime {
  readonly isConfigSecret?: (key: string) => boolean;
}

/** Whether the stack config has a value, and has it in the clear. @param key With its namespace. */
export function isInTheClear(key: string): boolean {
  const { isConfigSecret } = runtime as ConfigRuntime;
  return runtime.getConfig(key) !== undefined && isConfigSecret?.(key) === false;
}

const warned = new Set<string>();

/** Warns of a secret setting that the stack config holds in the clear, once a program and setting: the state then holds it so, too. */
export function warnOfPlainSettings(platform: Platform, account: string | undefined): void {
  const { name: namespace, settings } = platform;
  const { key, isPath, configured } = settingSource(platform, runtime.getConfig, account);
  for (const [name, { secret }] of Object.entries(settings)) {
    const path = key(name);
    if (!secret || configured(name) === undefined || warned.has(path)) continue;
    // A value of the stack config is encrypted as a whole.
    if (!isInTheClear(isPath ? `${namespace}:accounts` : path)) continue;
    warned.add(path);
    const command = isPath ? `--path --secret '${path}'` : `--secret ${path}`;
    void log.warn(
      `${path} is in the stack config in the clear, and so in the state: set it again with \`pulumi config set ${command} ...\``,
    );
  }
}
