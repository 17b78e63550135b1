import { clearScreenDown, cursorTo, moveCursor } from "node:readline";
import { Writable } from "node:stream";
import cliCursor from "cli-cursor";
import { createLogUpdate } from "log-update";
import { columnsOf } from "./clip";

/** A terminal. One that does not know its size says 0. */
export interface ScreenStream extends NodeJS.WritableStream {
  readonly columns: number;
  readonly rows: number;
}

/** Collects what is to be written at once, so that no half of a drawing is seen. */
class Collector extends Writable {
  /** Makes log-update ask the terminal to show each drawing as a whole. */
  readonly isTTY = true;
  #text = "";

  constructor(private readonly stream: ScreenStream) {
    super({ decodeStrings: false });
  }

  get columns(): number {
    return this.stream.columns || 80;
  }

  get rows(): number {
    return this.stream.rows || 24;
  }

  override _write(text: string, _encoding: BufferEncoding, done: () => void): void {
    this.#text += text;
    done();
  }

  flush(): void {
    if (this.#text !== "") this.stream.write(this.#text);
    this.#text = "";
  }
}

/**
 * The end of a terminal's output, which is drawn again and again. What was printed before stays above it, and so does what others write to the
 * terminal meanwhile.
 */
export class Screen {
  readonly #log: ReturnType<typeof createLogUpdate>;
  readonly #collector: Collector;
  #drawn: readonly string[] = [];
  #columns: number;
  #isOpen = false;
  #release: (() => void)[] = [];

  /** @param others Streams that lead to the same terminal. */
  constructor(
    private readonly stream: ScreenStream,
    private readonly others: readonly NodeJS.WritableStream[] = [],
  ) {
    this.#collector = new Collector(stream);
    // It would hide the cursor of standard error's terminal.
    this.#log = createLogUpdate(this.#collector, { showCursor: true });
    this.#columns = this.columns;
  }

  get columns(): number {
    return this.#collector.columns;
  }

  /** The number of lines that can be drawn: the cursor stands below them. */
  get lines(): number {
    return Math.max(1, this.#collector.rows - 1);
  }

  /** Prints a line for good. Not while something is drawn. */
  print(line: string): void {
    this.stream.write(`${line}\n`);
  }

  /** Draws lines in place of the earlier ones. Each must fit into a line of the terminal. */
  draw(lines: readonly string[]): void {
    this.#open();
    // log-update 7.2 loses a line if one is added above others that stay the same.
    if (lines.length !== this.#drawn.length || this.#isResized) this.#erase();
    if (lines.length > 0) this.#log(lines.join("\n"));
    this.#drawn = lines;
    this.#collector.flush();
  }

  /** Erases everything that is drawn, also what the terminal has put after it, such as `^C`. */
  erase(): void {
    this.#erase();
    this.#collector.flush();
  }

  /** Draws further down from now on: the process was stopped, and others have written to the terminal. */
  resume(): void {
    if (!this.#isOpen) return;
    this.#drawn = [];
    this.#log.done();
    cliCursor.hide(this.stream);
  }

  /** Erases what is drawn, and leaves the terminal as it was before. */
  close(): void {
    if (!this.#isOpen) return;
    this.erase();
    this.#isOpen = false;
    for (const release of this.#release.splice(0)) release();
    cliCursor.show(this.stream);
  }

  #open(): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    // Also shows it again when the process ends in any other way.
    cliCursor.hide(this.stream);
    this.#release = this.others.map((other) => this.#keepAbove(other));
  }

  get #isResized(): boolean {
    return this.columns !== this.#columns;
  }

  #erase(): void {
    if (this.#isResized) this.#eraseWrapped();
    else if (this.#drawn.length > 0) this.#log.clear();
    this.#drawn = [];
  }

  /** A terminal that has become narrower has wrapped the lines. */
  #eraseWrapped(): void {
    const { columns } = this;
    const height = this.#drawn.reduce(
      (sum, line) => sum + Math.max(1, Math.ceil(columnsOf(line) / columns)),
      0,
    );
    this.#columns = columns;
    moveCursor(this.#collector, 0, -height);
    cursorTo(this.#collector, 0);
    clearScreenDown(this.#collector);
    // Forgets what it has drawn.
    this.#log.done();
  }

  /** Lets another stream write above what is drawn. @returns what ends this. */
  #keepAbove(other: NodeJS.WritableStream): () => void {
    // eslint-disable-next-line @typescript-eslint/unbound-method -- it is applied to the stream below
    const { write } = other;
    other.write = ((...given: Parameters<typeof write>): boolean => {
      const drawn = this.#drawn;
      this.erase();
      const result = Reflect.apply(write, other, given);
      const [text] = given as readonly unknown[];
      if (!String(text).endsWith("\n")) Reflect.apply(write, other, ["\n"]);
      this.draw(drawn);
      return result;
    }) as typeof write;
    return () => {
      other.write = write;
    };
  }
}
