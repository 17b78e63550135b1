import * as pulumi from "@pulumi/pulumi";

/** Of the SDK's runtime, left out of its types: whether a value of the stack config was set with `--secret`. */
interface ConfigRuntime {
  readonly isConfigSecret?: (key: string) => boolean;
}

/** Whether the stack config has a value, and has it in the clear. @param key With its namespace. */
export function isInTheClear(key: string): boolean {
  const { isConfigSecret } = pulumi.runtime as ConfigRuntime;
  return pulumi.runtime.getConfig(key) !== undefined && isConfigSecret?.(key) === false;
}
