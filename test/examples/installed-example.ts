import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { repository } from "../harness";
import { lightSdk } from "../harness/sdk";

/** What lines of a README have printed. */
export interface Run {
  readonly code: number;
  /** Standard output and standard error. */
  readonly output: string;
  /** The requests that reached the platforms meanwhile. */
  readonly requests: readonly LoggedRequest[];
}

/** A line of the sandbox's request log, with secrets removed. */
export interface LoggedRequest {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly body: unknown;
}

/** A line that runs until it is stopped. */
export interface Started {
  readonly printed: string;
  readonly take: () => readonly LoggedRequest[];
  readonly stop: () => Promise<void>;
}

/** The commands of the packages, by the package and the file that has each. */
const commands = {
  "connectors-sandbox": ["pulumi-connectors-sandbox", "dist/cli.js"],
  "pulumi-connectors": ["pulumi-connectors", "dist/command-line/cli.js"],
} as const;

/**
 * A copy of an example in a temporary folder, with the packed packages installed. Their dependencies are links to those of the
 * repository, so that nothing is downloaded.
 */
export class InstalledExample {
  readonly folder: string;
  readonly #parent: string;
  #starts = 0;

  /** @param name The folder in `examples/`. */
  constructor(readonly name: string) {
    this.#parent = realpathSync(mkdtempSync(join(tmpdir(), "example-")));
    this.folder = join(this.#parent, name);
    cpSync(join(repository, "examples", name), this.folder, {
      recursive: true,
      // What the developer's own runs have left there.
      filter: (path) => !/[/\\](node_modules|\.sandbox)$/.test(path),
    });
    this.install(this.folder);
  }

  /** Installs the packages into another project. */
  install(project: string): void {
    const modules = join(project, "node_modules");
    linkAll(join(repository, "node_modules"), modules);
    for (const [workspace, name] of [
      ["provider", "pulumi-connectors"],
      ["sandbox", "pulumi-connectors-sandbox"],
    ] as const) {
      const place = join(modules, name);
      rmSync(place, { force: true });
      mkdirSync(place);
      this.#unpack(workspace, place);
      linkAll(join(repository, workspace, "node_modules"), join(place, "node_modules"));
    }
    for (const [command, [name, file]] of Object.entries(commands)) {
      this.#writeCommand(join(modules, ".bin", command), join(modules, name, file), command);
    }
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), "utf8");
  }

  write(path: string, text: string): void {
    writeFileSync(join(this.folder, path), text);
  }

  /** The blocks of commands in a section of a README; by default the example's. */
  commandsOf(section: string, readme = join(this.folder, "README.md")): string[] {
    const [, text = ""] = readFileSync(readme, "utf8").split(`\n## ${section}\n`);
    const [own = ""] = text.split("\n## ");
    return [...own.matchAll(/```sh\n([^]*?)```/g)].map(([, lines = ""]) => lines);
  }

  /** Runs lines as a user's shell does, but for the first that fails: it ends them. */
  run(lines: string | undefined, env: Readonly<Record<string, string>> = {}, folder = this.folder): Run {
    const log = this.#newLog();
    const { status, stdout, stderr } = spawnSync("bash", ["-eo", "pipefail", "-c", lines ?? "exit 99"], {
      cwd: folder,
      encoding: "utf8",
      env: { ...this.#env(log), ...env },
    });
    return { code: status ?? -1, output: stdout + stderr, requests: readLog(log) };
  }

  /**
   * Starts a line that runs until it is stopped, and waits until it has printed a text.
   *
   * @returns what it has printed so far, a function that returns the requests since the last call, and one that stops it.
   */
  async start(line: string | undefined, awaited: RegExp): Promise<Started> {
    const log = this.#newLog();
    const child = spawn("bash", ["-c", `exec ${line ?? "false"}`], {
      cwd: this.folder,
      env: this.#env(log),
      // A group of its own, so that what npx has started ends with it.
      detached: true,
    });
    const printed = await new Promise<string>((resolve, reject) => {
      let text = "";
      for (const stream of [child.stdout, child.stderr]) {
        stream.on("data", (data: Buffer) => {
          text += data.toString();
          if (awaited.test(text)) resolve(text);
        });
      }
      child.once("exit", (code) => reject(new Error(`${line} ended with ${code}: ${text}`)));
    });
    let taken = 0;
    const take = (): readonly LoggedRequest[] => {
      const all = readLog(log);
      return all.slice(taken, (taken = all.length));
    };
    const stop = async (): Promise<void> => {
      const closed = once(child, "close");
      if (child.pid !== undefined) process.kill(-child.pid, "SIGTERM");
      await closed;
    };
    return { printed, take, stop };
  }

  remove(): void {
    rmSync(this.#parent, { recursive: true, force: true });
  }

  #newLog(): string {
    return join(this.#parent, `requests-${this.#starts++}.jsonl`);
  }

  #env(log: string): NodeJS.ProcessEnv {
    const { PULUMI_CONFIG_PASSPHRASE: _passphrase, ...inherited } = process.env;
    return {
      ...inherited,
      LOG: log,
      npm_config_offline: "true",
      npm_config_update_notifier: "false",
      // The types are checked by themselves, so no run needs the compiler's check.
      PULUMI_NODEJS_TRANSPILE_ONLY: "true",
      COMMAND_NODE_OPTIONS: lightSdk.NODE_OPTIONS ?? "",
    };
  }

  #unpack(workspace: string, place: string): void {
    // Not built again: the tests begin with a build.
    const args = ["pack", "--json", "--ignore-scripts", "-w", workspace, "--pack-destination", this.#parent];
    const npm = process.env.npm_execpath;
    const options = { cwd: repository, encoding: "utf8" } as const;
    const { status, stdout, stderr } =
      npm === undefined
        ? spawnSync("npm", args, options)
        : spawnSync(process.execPath, [npm, ...args], options);
    if (status !== 0) throw new Error(`npm pack failed: ${stdout}${stderr}`);
    const [{ filename } = { filename: "" }] = Object.values(JSON.parse(stdout) as { filename: string }[]);
    const tar = ["-xzf", join(this.#parent, filename), "-C", place, "--strip-components=1"];
    if (spawnSync("tar", tar).status !== 0) throw new Error(`tar ${tar.join(" ")} failed`);
  }

  /** A command that logs the requests of what it runs. */
  #writeCommand(path: string, file: string, command: string): void {
    const logged =
      command === "connectors-sandbox"
        ? 'case "$1" in preview|up|refresh|destroy|serve) set -- "$@" ${LOG:+--log "$LOG"};; esac\n'
        : "";
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(
      path,
      `#!/bin/sh\n${logged}NODE_OPTIONS="$COMMAND_NODE_OPTIONS" exec '${process.execPath}' '${file}' "$@"\n`,
      { mode: 0o755 },
    );
  }
}

/** The requests that write, with ids left out, sorted. Logins of AI Squared are none. */
export function writesOf(requests: readonly LoggedRequest[]): string[] {
  return requests
    .filter(({ method, path }) => method !== "GET" && !path.endsWith("/login"))
    .map(
      ({ method, path }) =>
        `${method} ${path.replace(/(?<=^\/collections\/).+|(?<=\/)([0-9a-f]{8}-[0-9a-f-]{27}|\d+)(?=\/|$)/g, "<id>")}`,
    )
    .sort();
}

/** Type-checks a project with all that is in it. @returns the compiler's messages. */
export function typeErrors(project: string): string {
  const compiler = join(repository, "node_modules", "typescript", "bin", "tsc");
  const { stdout } = spawnSync(process.execPath, [compiler, "-p", project, "--noEmit"], { encoding: "utf8" });
  return stdout.replaceAll(relative(process.cwd(), project), "");
}

function readLog(path: string): LoggedRequest[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as LoggedRequest);
}

/** Links each package of a folder into another folder. */
function linkAll(from: string, to: string): void {
  if (!existsSync(from)) return;
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from).filter((each) => !each.startsWith("."))) {
    symlinkSync(join(from, name), join(to, name));
  }
}
