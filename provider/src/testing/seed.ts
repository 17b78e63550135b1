import { createHash } from "node:crypto";

/** Values that look as if a platform had chosen them. The same resource gets the same ones in every run. */
export class Seed {
  /** @param subject What they are for: the kind and the name of a resource. */
  constructor(private readonly subject: string) {}

  /** @param purpose Another one has another value. */
  uuid(purpose = "id"): string {
    const hex = this.#hex(purpose);
    return [
      hex.slice(0, 8),
      hex.slice(8, 12),
      `4${hex.slice(13, 16)}`,
      `8${hex.slice(17, 20)}`,
      hex.slice(20, 32),
    ].join("-");
  }

  /** A positive integer of at most six digits. */
  integer(purpose = "id"): number {
    return 1 + (Number.parseInt(this.#hex(purpose).slice(0, 8), 16) % 999_999);
  }

  /** Lowercase hexadecimal digits. @param length At most 64. */
  letters(length: number, purpose = "id"): string {
    return this.#hex(purpose).slice(0, length);
  }

  #hex(purpose: string): string {
    return createHash("sha256").update(`${this.subject}\0${purpose}`).digest("hex");
  }
}
