import type { Urn } from "./urn";

/** A set of resources: URNs, and patterns in which `*` stands for anything without a colon and `**` for anything. */
export class UrnPatterns {
  /** The URNs without a wildcard. */
  readonly literals: readonly Urn[];
  readonly #patterns: readonly RegExp[];

  constructor(urns: readonly string[]) {
    this.literals = urns.filter((urn) => !urn.includes("*"));
    this.#patterns = urns.filter((urn) => urn.includes("*")).map(patternOf);
  }

  has(urn: Urn): boolean {
    return this.literals.includes(urn) || this.#patterns.some((pattern) => pattern.test(urn));
  }
}

function patternOf(text: string): RegExp {
  const parts = text.split("**").map((part) =>
    part
      .split("*")
      .map((literal) => literal.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&"))
      .join("[^:]*"),
  );
  return new RegExp(`^${parts.join(".*")}$`);
}
