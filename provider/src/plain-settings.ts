import * as pulumi from "@pulumi/pulumi";
import { isInTheClear } from "./plain-config";
import type { Platform } from "./platform";

const warned = new Set<string>();

/** Warns, once a program and setting, of a secret setting that the stack config holds in the clear: the state then does too. */
export function warnOfPlainSettings({ name: namespace, settings }: Platform): void {
  for (const [name, { secret }] of Object.entries(settings)) {
    const key = `${namespace}:${name}`;
    if (!secret || !isInTheClear(key) || warned.has(key)) continue;
    warned.add(key);
    void pulumi.log.warn(
      `${key} is in the stack config in the clear, and so in the state: set it again with \`pulumi config set --secret ${key} ...\``,
    );
  }
}
