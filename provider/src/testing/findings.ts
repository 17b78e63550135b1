import type { Scrubber } from "../secrets/scrub";
import { withoutExcess } from "../values/excess";
import { isUnknown, unknownValue } from "../values/unknowns";
import { isMissingMock } from "./missing-mock";

/** What is wrong with a program, and what could not be checked. */
export class Findings {
  readonly #problems: string[] = [];
  readonly #notChecked: string[] = [];
  readonly #parts: Findings[] = [];

  /** What was found, each line once: first by its parts, in the order in which they were begun. */
  get problems(): string[] {
    return distinct([...this.#parts.flatMap(({ problems }) => problems), ...this.#problems]);
  }

  get notChecked(): string[] {
    return distinct([...this.#parts.flatMap(({ notChecked }) => notChecked), ...this.#notChecked]);
  }

  /** Begins a part, for a resource: several are checked at once. */
  part(): Findings {
    const part = new Findings();
    this.#parts.push(part);
    return part;
  }

  problem(text: string): void {
    this.#problems.push(withoutExcess(text));
  }

  isNotChecked(text: string): void {
    this.#notChecked.push(withoutExcess(text));
  }

  /**
   * An error of the program. It is not the program's fault if a mock is missing, or a value is not known.
   *
   * @param scrub Takes the program's secrets out of a text.
   */
  failure(text: string, scrub: Scrubber): void {
    const shown = scrub(text.replaceAll(unknownValue, "<not known>"));
    if (isMissingMock(text) || isUnknown(text)) this.isNotChecked(shown);
    else this.problem(shown);
  }
}

function distinct(lines: readonly string[]): string[] {
  return [...new Set(lines)];
}
