import * as pulumi from "@pulumi/pulumi";
import { isInTheClear } from "./plain-config";
import type { Platform } from "../definition/platform";
import { settingSource } from "../settings/setting-source";

const warned = new Set<string>();

/** Warns, once a program and setting, of a secret setting that the stack config holds in the clear: the state then does too. */
export function warnOfPlainSettings(platform: Platform, account: string | undefined): void {
  const { name: namespace, settings } = platform;
  const { key, isPath, configured } = settingSource(platform, pulumi.runtime.getConfig, account);
  for (const [name, { secret }] of Object.entries(settings)) {
    const path = key(name);
    if (!secret || configured(name) === undefined || warned.has(path)) continue;
    // What is in one value of the stack config is encrypted as a whole.
    if (!isInTheClear(isPath ? `${namespace}:accounts` : path)) continue;
    warned.add(path);
    const command = isPath ? `--path --secret '${path}'` : `--secret ${path}`;
    void pulumi.log.warn(
      `${path} is in the stack config in the clear, and so in the state: set it again with \`pulumi config set ${command} ...\``,
    );
  }
}
