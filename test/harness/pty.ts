import { spawn, spawnSync } from "node:child_process";
import { TestTerminal } from "./terminal";

/** Whether `script` of util-linux is installed, which Debian always has. That of other systems has other options. */
export const hasPseudoTerminal = ((): boolean => {
  const { status, stdout } = spawnSync("script", ["--version"], { encoding: "utf8" });
  return status === 0 && stdout.includes("util-linux");
})();

export interface PtyOptions {
  readonly columns: number;
  readonly rows: number;
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A process with a terminal of its own. */
export interface PtyProcess {
  readonly terminal: TestTerminal;
  /** Types keys: `\x03` is Ctrl-C. */
  readonly press: (keys: string) => void;
  /** Resolves as soon as the terminal shows a text. Rejects if the process ends before. */
  readonly shows: (text: string | RegExp) => Promise<void>;
  /** Resolves with the exit code; above 128 if a signal has ended the process. */
  readonly ended: Promise<number>;
}

/** Starts Node in a pseudo-terminal. */
export function startInTerminal(
  args: readonly string[],
  { columns, rows, folder, env }: PtyOptions,
): PtyProcess {
  const command = [process.execPath, ...args].map((word) => `'${word}'`).join(" ");
  const child = spawn(
    "script",
    ["--quiet", "--return", "--command", `stty cols ${columns} rows ${rows}; exec ${command}`, "/dev/null"],
    { cwd: folder, env, stdio: ["pipe", "pipe", "inherit"] },
  );
  const terminal = new TestTerminal(columns, rows);
  let checks: (() => void)[] = [];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    terminal.stream.write(text);
    for (const check of checks) check();
  });
  const ended = new Promise<number>((resolve) => child.on("close", (code) => resolve(code ?? -1)));
  return {
    terminal,
    press: (keys) => child.stdin.write(keys),
    shows: (text) =>
      new Promise((resolve, reject) => {
        const check = (): void => {
          void terminal.text().then((shown) => {
            if (shown.search(text) < 0) return;
            checks = checks.filter((each) => each !== check);
            resolve();
          });
        };
        checks.push(check);
        check();
        void ended.then(() =>
          reject(new Error(`the terminal did not show ${String(text)}:\n${terminal.written}`)),
        );
      }),
    ended,
  };
}
