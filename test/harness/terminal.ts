import { Writable } from "node:stream";
import { Terminal, type IBuffer } from "@xterm/headless";

/** The stream that leads to a terminal. */
class TerminalStream extends Writable {
  readonly isTTY = true;

  constructor(
    private readonly terminal: Terminal,
    private readonly onText: (text: string) => void,
  ) {
    super({ decodeStrings: false });
  }

  get columns(): number {
    return this.terminal.cols;
  }

  get rows(): number {
    return this.terminal.rows;
  }

  override _write(text: string, _encoding: BufferEncoding, done: () => void): void {
    this.onText(text);
    this.terminal.write(text);
    done();
  }
}

/** A terminal without a window: what is written to `stream` is interpreted as a terminal does. */
export class TestTerminal {
  readonly #terminal: Terminal;
  /** All bytes that were written. */
  written = "";
  readonly stream: TerminalStream;

  constructor(columns: number, rows: number) {
    this.#terminal = new Terminal({
      cols: columns,
      rows,
      // As the terminal driver does.
      convertEol: true,
      scrollback: 10_000,
      allowProposedApi: true,
    });
    this.stream = new TerminalStream(this.#terminal, (text) => (this.written += text));
  }

  /** Another size, as if the user had changed the window. Wrapped lines are wrapped anew. */
  async resize(columns: number, rows: number): Promise<void> {
    await this.#read(() => undefined);
    this.#terminal.resize(columns, rows);
  }

  /** The whole text, with what has scrolled out at the top, without blanks at the end of lines and empty lines at the end. */
  async text(): Promise<string> {
    return await this.#read((buffer) => `${linesOf(buffer, 0, buffer.length).join("\n").trimEnd()}\n`);
  }

  /** The same, with each line that the terminal has wrapped as one. */
  async unwrapped(): Promise<string> {
    return await this.#read((buffer) => {
      const breaks = (row: number): string => (buffer.getLine(row)?.isWrapped ? "" : "\n");
      const lines = linesOf(buffer, 0, buffer.length);
      return `${lines
        .map((line, row) => (row === 0 ? "" : breaks(row)) + line)
        .join("")
        .trimEnd()}\n`;
    });
  }

  /** The lines of the window only. */
  async window(): Promise<string[]> {
    return await this.#read((buffer) => linesOf(buffer, buffer.baseY, buffer.baseY + this.#terminal.rows));
  }

  /** The foreground color of a text on the screen, as an index of the palette: 2 is green, 9 bright red. */
  async colorOf(text: string): Promise<number | undefined> {
    const color = await this.#read((buffer) => {
      const row = linesOf(buffer, 0, buffer.length).findIndex((line) => line.includes(text));
      const line = buffer.getLine(row);
      const cell = line?.getCell(line.translateToString().indexOf(text));
      return cell && { index: cell.isFgPalette() ? cell.getFgColor() : undefined };
    });
    if (color === undefined) throw new Error(`the terminal does not show ${text}`);
    return color.index;
  }

  /** Whether the cursor is shown. */
  get showsCursor(): boolean {
    return this.written.lastIndexOf("\x1b[?25l") <= this.written.lastIndexOf("\x1b[?25h");
  }

  /** Reads the terminal as it is after everything that was written so far, and nothing that is written later. */
  #read<Result>(read: (buffer: IBuffer) => Result): Promise<Result> {
    return new Promise((resolve) => {
      this.#terminal.write("", () => resolve(read(this.#terminal.buffer.active)));
    });
  }
}

function linesOf(buffer: IBuffer, from: number, to: number): string[] {
  return Array.from(
    { length: to - from },
    (_, index) => buffer.getLine(from + index)?.translateToString(true) ?? "",
  );
}
