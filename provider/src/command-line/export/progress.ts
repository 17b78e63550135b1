import type { Say } from "../../client/progress";

/** Where lines go: standard error. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Between two lines where nobody watches: a log. In milliseconds. */
const interval = 10_000;

const clearLine = "\r\u001b[K";

/** Shows how far a long reading is: one line that is replaced on a terminal, else a line now and then. */
export class ReadingProgress {
  #last: number;
  #isShown = false;

  /** @param now The clock, in milliseconds. */
  constructor(
    private readonly stream: ProgressStream,
    private readonly now: () => number = Date.now,
  ) {
    this.#last = now();
  }

  /** Shows how far it is. */
  update(line: string): void {
    if (this.stream.isTTY === true) {
      this.stream.write(`${clearLine}${line}`);
      this.#isShown = true;
    } else if (this.now() - this.#last >= interval) {
      this.#last = this.now();
      this.stream.write(`${line}\n`);
    }
  }

  /** Shows a line that stays. */
  readonly say: Say = (line) => {
    this.end();
    this.stream.write(`${line}\n`);
  };

  /** Takes the line away that is replaced. */
  end(): void {
    if (this.#isShown) this.stream.write(clearLine);
    this.#isShown = false;
  }
}
