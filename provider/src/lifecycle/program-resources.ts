import { createHash } from "node:crypto";
import { handlingOptions, type HandlingOptions } from "../definition/options";
import { canonicalText } from "../values/canonical";
import { isEqual, type Fields } from "../values/fields";
import { isOpenCreate } from "./open-create";

/** An adoption that is over, whatever the option says by now. */
const whatever = Symbol();

/**
 * What one operation has heard of a kind's resources in the program. The engine calls verbs for what the state has, too, such as when it
 * refreshes, and says neither which resource a call is about nor whether it replaces one.
 */
export class ProgramResources {
  /** How often some inputs were checked for a resource of the state, and not compared with it yet. */
  readonly #checked = new Map<string, number>();
  /** By their adopters, the resources that the state has, with the option that counts no more. */
  readonly #settled = new Map<string, unknown>();

  /** A resource of the program was checked. @param olds Its inputs before; {} if it is new, or is to be replaced. */
  check(olds: Fields, inputs: Fields): void {
    if (Object.keys(olds).length === 0) return;
    const digest = digestOf(inputs);
    this.#checked.set(digest, (this.#checked.get(digest) ?? 0) + 1);
    this.#settle(handlingOptions(inputs), whatever);
  }

  /**
   * A resource of the state is compared with some inputs.
   *
   * @param olds The recorded outputs.
   * @returns whether these inputs are the program's: a refresh compares those of the state.
   */
  diff(olds: Fields, inputs: Fields): boolean {
    const before = handlingOptions(olds);
    // What was made of unknown outcome was not taken over. If its program said so, it was to replace what had been.
    const settled = isOpenCreate(olds) ? before.adopt : whatever;
    this.#settle(before, settled);
    this.#settle(handlingOptions(inputs), settled);
    // A refresh and a destroy check nothing.
    if (this.#checked.size === 0) return false;
    const digest = digestOf(inputs);
    const left = this.#checked.get(digest) ?? 0;
    this.#checked.set(digest, left - 1);
    if (left <= 1) this.#checked.delete(digest);
    return left > 0;
  }

  /** A resource of the state is deleted. The engine may do so before it creates another in its place. */
  delete(recorded: Fields): void {
    if (!isOpenCreate(recorded)) this.#settle(handlingOptions(recorded), whatever);
  }

  /** Whether a resource that is about to be created takes an object over: one that replaces another does not do so again. */
  isToAdopt(inputs: Fields): boolean {
    const { adopt, adopter } = handlingOptions(inputs);
    if (adopt === undefined || adopter === undefined) return adopt !== undefined;
    const settled = this.#settled.get(adopter);
    return settled !== whatever && (settled === undefined || !isEqual(settled, adopt));
  }

  #settle({ adopter }: HandlingOptions, settled: unknown): void {
    if (adopter === undefined) return;
    if (settled === undefined) this.#settled.delete(adopter);
    else this.#settled.set(adopter, settled);
  }
}

/** Tells inputs apart: as text they would all be kept until the operation ends. */
function digestOf(inputs: Fields): string {
  return createHash("sha256").update(canonicalText(inputs)).digest("base64");
}
