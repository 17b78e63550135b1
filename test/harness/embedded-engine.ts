import { existsSync } from "node:fs";
import { join } from "node:path";
import { formatDigest, type Digest } from "../../sandbox/src/display/json";
import type { Kind } from "../../sandbox/src/display/options";
import { loadProject } from "../../sandbox/src/engine/stack/load-project";
import { runOperation } from "../../sandbox/src/stacks/operation";
import { Stack } from "../../sandbox/src/stacks/stack";
import {
  reading,
  testPassphrase,
  type Engine,
  type Outcome,
  type PreviewFlags,
  type RunFlags,
  type SecretFlags,
  type UpFlags,
} from "./engine";
import { lightSdk } from "./sdk";

/** The embedded engine, in this process. The program and the provider host are separate processes, as usual. */
export const embeddedEngine: Engine = (testProject, env, { stack: name = "dev", ...options } = {}) => {
  process.env.PULUMI_CONFIG_PASSPHRASE = testPassphrase;
  const stack = new Stack(loadProject(testProject.folder), name);
  const run = async (
    kind: Kind,
    flags: UpFlags & PreviewFlags & RunFlags = {},
  ): Promise<Outcome & { readonly digest: Digest }> => {
    const { previewFirst, policyPacks = [], policyPackConfigs = [], ...others } = flags;
    if (previewFirst) {
      const preview = await run("preview", { ...flags, previewFirst: false });
      if (!preview.succeeded) return preview;
    }
    const lines: string[] = [];
    const print = (line: string): unknown => lines.push(line);
    const { succeeded, digest } = await runOperation(stack, kind, {
      env: { ...lightSdk, ...env },
      ...{ print, ...options, ...others },
      policyPacks: policyPacks.map((path, index) => {
        const config = policyPackConfigs[index];
        const folder = join(testProject.folder, path);
        return { path, folder, ...(config && { configFile: join(testProject.folder, config) }) };
      }),
    });
    // Included so that tests find secrets in the --json document, too.
    const output = `${lines.join("\n")}\n${JSON.stringify(digest)}`;
    return { succeeded, changes: digest.changeSummary, output, digest };
  };
  // The embedded engine has no state before the first operation; the CLI has an empty one after `stack init`.
  const exportState = ({ showSecrets = false }: SecretFlags = {}): string =>
    existsSync(stack.statePath) ? stack.exportDeployment(showSecrets) : '{"version":3,"deployment":{}}';
  return Promise.resolve({
    configure: (values, secrets = {}) => {
      const file = stack.config();
      for (const [key, value] of Object.entries(values)) file.set(key, value, { secret: false });
      for (const [key, value] of Object.entries(secrets)) file.set(key, value, { secret: true });
      file.save();
      return Promise.resolve();
    },
    preview: (flags) => run("preview", flags),
    up: (flags) => run("update", flags),
    refresh: (flags) => run("refresh", flags),
    destroy: (flags) => run("destroy", flags),
    previewJson: async () => formatDigest((await run("preview")).digest),
    exportState: (flags) => Promise.resolve(exportState(flags)),
    importState: async (text) => {
      const warnings: string[] = [];
      await stack.importDeployment(text, { warn: (message) => warnings.push(`warning: ${message}`) });
      return warnings.join("\n");
    },
    ...reading(() => Promise.resolve(exportState())),
  });
};
