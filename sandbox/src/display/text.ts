import type { EngineEvent } from "../engine/events/events";
import { closingLines } from "./closing";
import { operationTitle, type Display, type PrintingOptions } from "./options";
import { headline, plainPen } from "./pen";
import { PolicyReport } from "./policies";
import { ProgressRows, type ProgressOptions } from "./progress-rows";
import type { Row } from "./row";

/**
 * Prints the progress of an operation as the CLI does non-interactively: a line per event of a resource, then diagnostics, outputs and a
 * summary. Source: pulumi/pulumi, `pkg/backend/display/progress.go`.
 */
export class TextDisplay implements Display {
  readonly #rows: ProgressRows;
  readonly #policies = new PolicyReport();

  constructor(private readonly options: ProgressOptions & PrintingOptions) {
    const { stack, print, pen = plainPen } = options;
    this.#rows = new ProgressRows(options, "log", (row) => this.#print(row));
    print(pen(`${operationTitle(options)} (${stack}):`, headline));
    print(options.loadsPolicyPacks ? "Loading policy packs...: starting" : "");
  }

  observe(event: EngineEvent): void {
    this.#policies.observe(event);
    if (event.kind === "policies-loaded") {
      this.options.print("Loading policy packs...: done");
      this.options.print("");
    }
    this.#rows.observe(event);
  }

  finish(seconds: number): void {
    for (const row of this.#rows.end()) this.#print(row);
    for (const line of closingLines(this.#rows, this.#policies, this.options, seconds)) {
      this.options.print(line);
    }
  }

  #print(row: Row): void {
    const { print, pen = plainPen } = this.options;
    if (!row.hidden) print(row.render(pen));
  }
}
