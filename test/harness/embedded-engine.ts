import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Kind } from "../../sandbox/src/display/options";
import { loadProject } from "../../sandbox/src/engine/project";
import { StackConfigFile } from "../../sandbox/src/engine/stack-config";
import { runOperation } from "../../sandbox/src/operation";
import { reading, type Engine, type Outcome } from "./engine";

const passphrase = "a passphrase for tests";

/** The embedded engine, in this process; program and provider host are processes of their own as always. */
export const embeddedEngine: Engine = (testProject, env) => {
  process.env.PULUMI_CONFIG_PASSPHRASE = passphrase;
  const project = loadProject(testProject.folder);
  const statePath = join(testProject.folder, ".sandbox", "stacks", "dev.json");
  const run = async (kind: Kind): Promise<Outcome> => {
    const lines: string[] = [];
    const print = (line: string): unknown => lines.push(line);
    const { succeeded, digest } = await runOperation(kind, { project, stack: "dev", env, print });
    // The document of --json is among what must not show a secret.
    const output = `${lines.join("\n")}\n${JSON.stringify(digest)}`;
    return { succeeded, changes: digest.changeSummary, output };
  };
  return Promise.resolve({
    configure: (values, secrets = {}) => {
      const file = StackConfigFile.open(project.root, "dev", project.name, passphrase);
      for (const [key, value] of Object.entries(values)) file.set(key, value, { secret: false });
      for (const [key, value] of Object.entries(secrets)) file.set(key, value, { secret: true });
      file.save();
      return Promise.resolve();
    },
    preview: () => run("preview"),
    up: () => run("update"),
    refresh: () => run("refresh"),
    destroy: () => run("destroy"),
    ...reading(() =>
      Promise.resolve(existsSync(statePath) ? readFileSync(statePath, "utf8") : '{"deployment":{}}'),
    ),
  });
};
