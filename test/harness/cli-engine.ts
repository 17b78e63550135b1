import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  reading,
  testPassphrase,
  type Engine,
  type Outcome,
  type PolicyFlags,
  type RunFlags,
  type SecretFlags,
} from "./engine";

/** Whether the pulumi CLI is on the PATH. */
export const hasPulumiCli = spawnSync("pulumi", ["version"]).status === 0;

/** The pulumi CLI on the PATH, with its state in a folder of the project. */
export const cliEngine: Engine = (project, env, options) => {
  const folder = join(project.folder, ".backend");
  mkdirSync(folder, { recursive: true });
  return cliEngineOn(`file://${folder}`)(project, env, options);
};

/** The pulumi CLI on the PATH, with its state in a backend. @param backend Its address, as `pulumi login` takes it. */
export const cliEngineOn =
  (backend: string): Engine =>
  async (project, env, { parallel, stack = "dev" } = {}) => {
    const environment = (): NodeJS.ProcessEnv => ({
      ...process.env,
      ...env,
      PULUMI_BACKEND_URL: backend,
      PULUMI_CONFIG_PASSPHRASE: testPassphrase,
      PULUMI_SKIP_UPDATE_CHECK: "true",
    });
    const pulumi = async (
      ...args: readonly string[]
    ): Promise<{ code: number; stdout: string; output: string }> => {
      const child = spawn("pulumi", ["--non-interactive", "--color", "never", ...args], {
        cwd: project.folder,
        env: environment(),
      });
      let [stdout, output] = ["", ""];
      child.stdout.on("data", (data: Buffer) => {
        stdout += data.toString();
        output += data.toString();
      });
      child.stderr.on("data", (data: Buffer) => (output += data.toString()));
      const code = await new Promise<number>((resolve) =>
        child.on("close", (status) => resolve(status ?? 1)),
      );
      return { code, stdout, output };
    };
    const operate = async (...args: readonly string[]): Promise<Outcome> => {
      const flags = parallel === undefined ? [] : ["--parallel", String(parallel)];
      const { code, output } = await pulumi(...args, "--stack", stack, ...flags);
      return { succeeded: code === 0, changes: changesIn(output), output };
    };
    const succeed = async (...args: readonly string[]): Promise<void> => {
      const { code, output } = await pulumi(...args);
      if (code !== 0) throw new Error(`pulumi ${args[0]} ${args[1]} failed: ${output}`);
    };
    await succeed("stack", "init", stack);
    const settings = (flag: string, values: Readonly<Record<string, string>>): string[] =>
      Object.entries(values).flatMap(([key, value]) => [flag, `${key}=${value}`]);
    const shown = ({ showSecrets }: SecretFlags = {}): string[] => (showSecrets ? ["--show-secrets"] : []);
    const exportState = async (flags?: SecretFlags): Promise<string> =>
      (await pulumi("stack", "export", "--stack", stack, ...shown(flags))).stdout;
    return {
      async configure(values, secrets = {}) {
        const all = [...settings("--plaintext", values), ...settings("--secret", secrets)];
        await succeed("config", "set-all", "--stack", stack, ...all);
      },
      preview: ({ diff, ...flags } = {}) =>
        operate("preview", ...(diff ? ["--diff"] : []), ...policyFlags(flags)),
      up: ({ refresh, previewFirst, replace = [], ...flags } = {}) => {
        const skipping = previewFirst ? [] : ["--skip-preview"];
        const replacing = replace.flatMap((urn) => ["--replace", urn]);
        const refreshing = refresh ? ["--refresh"] : [];
        return operate("up", "--yes", ...skipping, ...refreshing, ...replacing, ...policyFlags(flags));
      },
      refresh: (flags) => operate("refresh", "--yes", "--skip-preview", ...runFlags(flags)),
      destroy: (flags) => operate("destroy", "--yes", "--skip-preview", ...runFlags(flags)),
      previewJson: async (flags) =>
        (await pulumi("preview", "--json", "--stack", stack, ...shown(flags))).stdout,
      exportState,
      async importState(deployment) {
        const file = join(project.folder, "import.json");
        writeFileSync(file, deployment);
        const { code, output } = await pulumi("stack", "import", "--stack", stack, "--file", file);
        if (code !== 0) throw new Error(output);
        return output;
      },
      ...reading(exportState),
    };
  };

function policyFlags({ policyPacks = [], policyPackConfigs = [] }: PolicyFlags = {}): string[] {
  return [
    ...policyPacks.flatMap((path) => ["--policy-pack", path]),
    ...policyPackConfigs.flatMap((path) => ["--policy-pack-config", path]),
  ];
}

function runFlags({ runProgram }: RunFlags = {}): string[] {
  return runProgram ? ["--run-program"] : [];
}

/** Reads the summary: `+ 3 created`, `2 unchanged`, `+-1 to replace`. */
function changesIn(output: string): Record<string, number> {
  const summary = output.slice(output.lastIndexOf("Resources:"));
  const ops: Readonly<Record<string, string>> = {
    create: "create",
    created: "create",
    update: "update",
    updated: "update",
    delete: "delete",
    deleted: "delete",
    replace: "replace",
    replaced: "replace",
    unchanged: "same",
  };
  const changes: Record<string, number> = {};
  for (const [, count, word] of summary.matchAll(/(\d+) (?:to )?([a-z]+)/g)) {
    const op = ops[word ?? ""];
    if (op !== undefined) changes[op] = Number(count);
  }
  return changes;
}
