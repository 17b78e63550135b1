import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { UserError } from "../user-error";

export interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

/**
 * Asks for a value on a terminal.
 *
 * @param hidden Does not show what is typed.
 * @throws UserError if the user cancels.
 */
export async function ask({ input, output }: Terminal, question: string, hidden: boolean): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({
    input,
    output: hidden ? silent : output,
    prompt: question,
    terminal: true,
    historySize: 0,
  });
  if (hidden) output.write(question);
  lines.prompt();
  try {
    return await new Promise<string>((resolve, reject) => {
      lines.once("line", resolve);
      lines.once("SIGINT", () => reject(new UserError("canceled")));
      lines.once("close", () => reject(new UserError("no value was given")));
    });
  } finally {
    lines.close();
    if (hidden) output.write("\n");
  }
}
