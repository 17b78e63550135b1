import { log, runtime } from "@pulumi/pulumi";
import type { Platform } from "../definition/platform";
import { plainSecrets, settingSource } from "../settings/setting-source";

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
  const source = settingSource(platform, runtime.getConfig, account);
  for (const { path, command } of plainSecrets(platform, source, isInTheClear)) {
    if (warned.has(path)) continue;
    warned.add(path);
    void log.warn(
      `${path} is in the stack config in the clear, and so in the state: set it again with \`pulumi config set ${command} ...\``,
    );
  }
}
