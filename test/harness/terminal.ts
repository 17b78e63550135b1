import { Writable } from "node:stream";
import { Terminal } from "@xterm/headless";

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
    await this.#flush();
    this.#terminal.resize(columns, rows);
  }

  /** The whole text, with what has scrolled out at the top, without blanks at the end of lines and empty lines at the end. */
  async text(): Promise<string> {
    await this.#flush();
    const { active } = this.#terminal.buffer;
    const lines = Array.from(
      { length: active.length },
      (_, index) => active.getLine(index)?.translateToString(true) ?? "",
    );
    return `${lines.join("\n").trimEnd()}\n`;
  }

  /** The lines of the window only. */
  async window(): Promise<string[]> {
    await this.#flush();
    const { active } = this.#terminal.buffer;
    return Array.from(
      { length: this.#terminal.rows },
      (_, index) => active.getLine(active.baseY + index)?.translateToString(true) ?? "",
    );
  }

  /** The foreground color of a text on the screen, as an index of the palette: 2 is green, 9 bright red. */
  async colorOf(text: string): Promise<number | undefined> {
    await this.#flush();
    const { active } = this.#terminal.buffer;
    for (let index = 0; index < active.length; index++) {
      const line = active.getLine(index);
      const column = line?.translateToString().indexOf(text) ?? -1;
      if (line === undefined || column < 0) continue;
      const cell = line.getCell(column);
      return cell?.isFgPalette() ? cell.getFgColor() : undefined;
    }
    throw new Error(`the terminal does not show ${text}`);
  }

  /** Whether the cursor is shown. */
  get showsCursor(): boolean {
    return this.written.lastIndexOf("\x1b[?25l") <= this.written.lastIndexOf("\x1b[?25h");
  }

  #flush(): Promise<void> {
    return new Promise((resolve) => this.#terminal.write("", resolve));
  }
}
