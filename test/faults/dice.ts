/** Random numbers that follow from a text, so that a schedule can be run again. */
export class Dice {
  #state: number;

  constructor(seed: string) {
    this.#state = Buffer.from(seed).reduce((hash, byte) => Math.imul(hash ^ byte, 16777619), 2166136261);
  }

  /** From 0 to below 1. Source: mulberry32. */
  readonly fraction = (): number => {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };

  /** A whole number, both ends included. */
  from(least: number, most: number): number {
    return least + Math.floor(this.fraction() * (most - least + 1));
  }

  oneOf<Choice>(choices: readonly [Choice, ...Choice[]]): Choice;
  /** Undefined of none. */
  oneOf<Choice>(choices: readonly Choice[]): Choice | undefined;
  oneOf<Choice>(choices: readonly Choice[]): Choice | undefined {
    return choices[this.from(0, choices.length - 1)];
  }

  /** Whether something happens that happens so many times in a hundred. */
  hits(percent: number): boolean {
    return this.fraction() * 100 < percent;
  }
}
