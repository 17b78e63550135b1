import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { parse } from "yaml";
import { StackConfigFile } from "../../sandbox/src/engine/stack/stack-config";
import { linkedPackages, makeProject, repository, type TestProject } from "../harness";
import { lightSdk } from "../harness/sdk";

/** The result of some lines of a pipeline. */
export interface Run {
  readonly code: number;
  /** Everything printed. */
  readonly output: string;
}

interface Step {
  readonly run?: string;
  readonly if?: string;
}

interface Workflow {
  readonly env?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, { readonly steps?: readonly Step[] }>>;
}

interface GitLabJob {
  readonly script?: readonly string[];
  readonly after_script?: readonly string[];
}

export const stacksExample = join(repository, "examples", "stacks");
export const ciExample = join(repository, "examples", "ci");

/** Parses a pipeline of the example. */
export function readPipeline(path: string): unknown {
  return parse(readFileSync(join(ciExample, path), "utf8"));
}

/** Config keys with secrets, encrypted with a passphrase that no pipeline knows. */
const secrets = ["accessKeyId", "secretAccessKey", "warehousePassword", "githubToken", "unstructured:apiKey"];

/**
 * The git repository of a user who has copied examples/ci and then committed examples/stacks, with secrets and an account in
 * its configs. Packages count as installed.
 */
export class UserRepository {
  /** The commit before the project was added. */
  readonly firstCommit: string;
  /** The commit that added it. */
  readonly projectCommit: string;
  readonly #project: TestProject;

  /** @param options.compiled Precompiles the program, because the compiler takes most of the time of a run. */
  constructor({ compiled }: { readonly compiled: boolean }) {
    this.#project = compiled
      ? makeProject({ ...linkedPackages, "@pulumi/policy": installed("@pulumi/policy") }, "stacks")
      : makeProject(allPackages(), "stacks");
    const { folder } = this.#project;
    this.#installSandbox(compiled ? lightSdk.NODE_OPTIONS : undefined);
    rmSync(join(folder, "Pulumi.yaml"));
    cpSync(ciExample, folder, { recursive: true });
    this.write(".gitignore", "node_modules\n.sandbox\nplan\nbase\n");
    this.#git("init", "--quiet");
    this.#git("remote", "add", "origin", `file://${folder}`);
    this.firstCommit = this.commit();

    for (const name of readdirSync(stacksExample).filter((file) => file.endsWith(".yaml"))) {
      cpSync(join(stacksExample, name), join(folder, name));
    }
    const program = readFileSync(join(stacksExample, "index.ts"), "utf8");
    if (compiled) {
      this.write(
        "Pulumi.yaml",
        "name: stacks\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n",
      );
      const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
      this.write("index.js", ts.transpileModule(program, { compilerOptions }).outputText);
    } else {
      this.write("index.ts", program);
    }
    for (const stack of ["dev", "staging", "prod"]) {
      const file = this.#config(stack);
      for (const key of secrets) file.set(key, `PLANTED-${key}-of-${stack}`, { secret: true });
      file.set("unstructured:apiUrl", "https://eu.example.com", { secret: false });
      file.save();
    }
    this.projectCommit = this.commit();
  }

  read(path: string): string {
    return readFileSync(join(this.#project.folder, path), "utf8");
  }

  write(path: string, text: string): void {
    this.#project.write(path, text);
  }

  /** Installs a command: a shell script. */
  command(name: string, script: string): void {
    const path = join("node_modules", ".bin", name);
    this.write(path, `#!/bin/sh\n${script}\n`);
    chmodSync(join(this.#project.folder, path), 0o755);
  }

  /** Replaces a string in the file. Throws if there is none. */
  replace(path: string, before: string, after: string): void {
    const text = this.read(path);
    if (!text.includes(before)) throw new Error(`${path} has no ${before}`);
    this.write(path, text.replaceAll(before, after));
  }

  /** @returns the commit's id. */
  commit(): string {
    this.#git("add", "--all");
    this.#git("commit", "--quiet", "--message", "Change");
    return this.#git("rev-parse", "HEAD").trim();
  }

  /** Runs the steps of a workflow's job with GitHub's shell and its rules for steps after a failure. */
  runWorkflow(
    file: string,
    job: string,
    { stacks, env }: { readonly stacks?: string; readonly env?: Readonly<Record<string, string>> } = {},
  ): Run {
    const workflow = readPipeline(join(".github", "workflows", file)) as Workflow;
    const given = { ...workflow.env, ...(stacks === undefined ? {} : { STACKS: stacks }), ...env };
    let result: Run = { code: 0, output: "" };
    for (const { run, if: condition = "" } of workflow.jobs[job]?.steps ?? []) {
      if (run === undefined || run === "npm ci") continue;
      if (result.code !== 0 && !condition.includes("!cancelled()")) continue;
      const { code, output } = this.#run(["-e", "-c", run], given);
      result = { code: result.code || code, output: result.output + output };
    }
    return result;
  }

  /** Runs the script of a GitLab job. */
  runGitLabJob(job: string, env: Readonly<Record<string, string>>): Run {
    const { script = [], after_script: after = [] } =
      (readPipeline(".gitlab-ci.yml") as Record<string, GitLabJob>)[job] ?? {};
    const lines = (all: readonly string[]): string => all.filter((line) => line !== "npm ci").join("\n");
    const { code, output } = this.#run(["-eo", "pipefail", "-c", lines(script)], env);
    const { output: afterwards } = this.#run(["-eo", "pipefail", "-c", lines(after)], env);
    return { code, output: output + afterwards };
  }

  /** Restores the committed project, and removes what jobs have left behind. */
  reset(): void {
    this.#git("reset", "--quiet", "--hard", this.projectCommit);
    const { folder } = this.#project;
    for (const name of ["plan", ".sandbox", "base", "summary.md", "export.patch", "workspace"]) {
      rmSync(join(folder, name), { recursive: true, force: true });
    }
  }

  /** Makes the tracked files those of the last commit, as another job of a pipeline finds them. */
  checkOut(): void {
    this.#git("reset", "--quiet", "--hard");
  }

  /** Removes the account from a stack's config. @returns the environment in which its owner deploys it. */
  dropAccount(stack: string): Readonly<Record<string, string>> {
    const file = this.#config(stack);
    for (const key of ["unstructured:apiUrl", "unstructured:apiKey"]) file.remove(key);
    file.save();
    return { PULUMI_CONFIG_PASSPHRASE: passphraseOf(stack) };
  }

  remove(): void {
    this.#project.remove();
  }

  #config(stack: string): StackConfigFile {
    return StackConfigFile.open(this.#project.folder, stack, "stacks", passphraseOf(stack));
  }

  /** Installs the sandbox as the commands that `npx` and the pipelines run, also as `pulumi`, whose command line it supports. */
  #installSandbox(nodeOptions = ""): void {
    const sandbox = join(repository, "sandbox", "dist", "cli.js");
    const commands = {
      "connectors-sandbox": sandbox,
      pulumi: sandbox,
      "pulumi-connectors": join(repository, "provider", "dist", "command-line", "cli.js"),
    };
    for (const [name, cli] of Object.entries(commands)) {
      this.command(name, `NODE_OPTIONS='${nodeOptions}' exec '${process.execPath}' '${cli}' "$@"`);
    }
  }

  #run(args: readonly string[], env: Readonly<Record<string, string | undefined>>): Run {
    const { PULUMI_CONFIG_PASSPHRASE: _passphrase, ...inherited } = process.env;
    const { folder } = this.#project;
    const { status, stdout, stderr } = spawnSync("bash", args, {
      cwd: folder,
      encoding: "utf8",
      env: { ...inherited, ...gitEnv, GITHUB_STEP_SUMMARY: join(folder, "summary.md"), ...env },
    });
    return { code: status ?? 1, output: stdout + stderr };
  }

  #git(...args: readonly string[]): string {
    const { status, stdout, stderr } = spawnSync("git", args, {
      cwd: this.#project.folder,
      encoding: "utf8",
      env: { ...process.env, ...gitEnv },
    });
    if (status !== 0) throw new Error(`git ${args.join(" ")}: ${stderr}`);
    return stdout;
  }
}

function passphraseOf(stack: string): string {
  return `the passphrase of ${stack}`;
}

/** The developer's git configuration must not affect the tests. */
const gitEnv = {
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_SYSTEM: "/dev/null",
  ...{ GIT_AUTHOR_NAME: "test", GIT_AUTHOR_EMAIL: "test@example.com" },
  ...{ GIT_COMMITTER_NAME: "test", GIT_COMMITTER_EMAIL: "test@example.com" },
};

function installed(name: string): string {
  return join(repository, "node_modules", name);
}

/** All installed packages, because the TypeScript compiler resolves the dependencies of packages next to them. */
function allPackages(): Readonly<Record<string, string>> {
  const names = readdirSync(join(repository, "node_modules")).filter((name) => !name.startsWith("."));
  return Object.fromEntries(names.map((name) => [name, installed(name)]));
}
