import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { parse } from "yaml";
import { StackConfigFile } from "../../sandbox/src/engine/stack/stack-config";
import { linkedPackages, makeProject, repository, type TestProject } from "../harness";
import { lightSdk } from "../harness/sdk";

/** How some lines of a pipeline ended. */
export interface Run {
  readonly code: number;
  /** All that they printed. */
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

/** A pipeline of the example, parsed. */
export function readPipeline(path: string): unknown {
  return parse(readFileSync(join(ciExample, path), "utf8"));
}

/** Each has a secret of its own, encrypted with a passphrase that no pipeline knows. */
const secrets = ["accessKeyId", "secretAccessKey", "warehousePassword", "githubToken", "unstructured:apiKey"];

/**
 * The git repository of a user who has copied examples/ci and then committed examples/stacks, with secrets and an account in
 * its configs. Packages count as installed.
 */
export class UserRepository {
  /** The commit that has no project yet. */
  readonly firstCommit: string;
  /** The commit that has it. */
  readonly projectCommit: string;
  readonly #project: TestProject;

  /** @param options.compiled Leaves TypeScript out, whose compiler takes most of the time of a run. */
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

  /** Replaces a text that is in the file. */
  replace(path: string, before: string, after: string): void {
    const text = this.read(path);
    if (!text.includes(before)) throw new Error(`${path} has no ${before}`);
    this.write(path, text.replaceAll(before, after));
  }

  /** @returns The commit's id. */
  commit(): string {
    this.#git("add", "--all");
    this.#git("commit", "--quiet", "--message", "Change");
    return this.#git("rev-parse", "HEAD").trim();
  }

  /** Runs what a workflow's job runs, with GitHub's shell and its rule of which steps come after a failed one. */
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

  /** Runs what a job of the GitLab pipeline runs. */
  runGitLabJob(job: string, env: Readonly<Record<string, string>>): Run {
    const { script = [], after_script: after = [] } =
      (readPipeline(".gitlab-ci.yml") as Record<string, GitLabJob>)[job] ?? {};
    const lines = (all: readonly string[]): string => all.filter((line) => line !== "npm ci").join("\n");
    const { code, output } = this.#run(["-eo", "pipefail", "-c", lines(script)], env);
    const { output: afterwards } = this.#run(["-eo", "pipefail", "-c", lines(after)], env);
    return { code, output: output + afterwards };
  }

  /** Back to the project as it was committed, with nothing that a job has left behind. */
  reset(): void {
    this.#git("reset", "--quiet", "--hard", this.projectCommit);
    const { folder } = this.#project;
    for (const name of ["plan", ".sandbox", "base", "summary.md"]) {
      rmSync(join(folder, name), { recursive: true, force: true });
    }
  }

  /** Takes the account out of a stack's config. @returns The environment in which its owner deploys it. */
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

  /** Under the names by which `npx` and the pipelines find them; `pulumi` too, for the sandbox takes the same command line. */
  #installSandbox(nodeOptions = ""): void {
    const bin = join(this.#project.folder, "node_modules", ".bin");
    const cli = join(repository, "sandbox", "dist", "cli.js");
    for (const name of ["connectors-sandbox", "pulumi"]) {
      this.write(
        join("node_modules", ".bin", name),
        `#!/bin/sh\nNODE_OPTIONS='${nodeOptions}' exec '${process.execPath}' '${cli}' "$@"\n`,
      );
      chmodSync(join(bin, name), 0o755);
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

/** What the developer has set for git is none of the tests' business. */
const gitEnv = {
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_SYSTEM: "/dev/null",
  ...{ GIT_AUTHOR_NAME: "test", GIT_AUTHOR_EMAIL: "test@example.com" },
  ...{ GIT_COMMITTER_NAME: "test", GIT_COMMITTER_EMAIL: "test@example.com" },
};

function installed(name: string): string {
  return join(repository, "node_modules", name);
}

/** Every installed package: the compiler that a program in TypeScript is run by looks for those of packages beside them. */
function allPackages(): Readonly<Record<string, string>> {
  const names = readdirSync(join(repository, "node_modules")).filter((name) => !name.startsWith("."));
  return Object.fromEntries(names.map((name) => [name, installed(name)]));
}
