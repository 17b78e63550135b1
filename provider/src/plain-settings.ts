import * as pulumi from "@pulumi/pulumi";
import type { Platform } from "./platform";

/** Of the SDK's runtime, left out of its types: whether a value of the stack config was set with `--secret`. */
interface ConfigRuntime {
  readonly isConfigSecret?: (key: string) => boolean;
}

const warned = new Set<string>();

/** Warns, once a program and setting, of a secret setting that the stack config holds in the clear: the state then does too. */
export function warnOfPlainSettings({ name: namespace, settings }: Platform): void {
  const { isConfigSecret } = pulumi.runtime as ConfigRuntime;
  for (const [name, { secret }] of Object.entries(settings)) {
    const key = `${namespace}:${name}`;
    const isPlain = secret && pulumi.runtime.getConfig(key) !== undefined && isConfigSecret?.(key) === false;
    if (!isPlain || warned.has(key)) continue;
    warned.add(key);
    void pulumi.log.warn(
      `${key} is in the stack config in the clear, and so in the state: set it again with \`pulumi config set --secret ${key} ...\``,
    );
  }
}
