import type { Path } from "./tree";

/** One path to a secret, or to what is public although a wildcard covers it. */
interface Rule {
  /** Keys and indexes; `*` matches any. */
  readonly steps: readonly string[];
  readonly isPublic: boolean;
}

/**
 * Which values of a tree are secret, as paths from its root.
 *
 * As text a path is its steps joined by dots: `config.api_key`, `credentials.*`. `*` matches any step. A path that begins with a minus,
 * `-config.host`, makes public what a `*` would make secret. A dot in a key is written `\.`. States hold such texts: the form must not
 * change.
 */
export class SecretPaths {
  /** Nothing is secret. */
  static readonly none = new SecretPaths([]);
  /** The whole value is a secret. */
  static readonly whole = new SecretPaths([{ steps: [], isPublic: false }]);

  /** Kept, because the same paths are asked for every resource of a type. */
  private readonly children = new Map<string, SecretPaths>();

  private constructor(private readonly rules: readonly Rule[]) {}

  static parse(texts: readonly string[]): SecretPaths {
    if (texts.includes("")) return SecretPaths.whole;
    return texts.length === 0 ? SecretPaths.none : new SecretPaths(texts.map(parseRule));
  }

  /** Whether the value at the root is a secret as a whole. */
  get isSecret(): boolean {
    return this === SecretPaths.whole;
  }

  /** Whether no value at or below the root is a secret. */
  get isEmpty(): boolean {
    return this.rules.length === 0;
  }

  /** The paths of the value under a key, or at an index. */
  at(step: string | number): SecretPaths {
    if (this.isSecret || this.isEmpty) return this;
    const key = String(step);
    let paths = this.children.get(key);
    if (paths === undefined) this.children.set(key, (paths = this.childAt(key)));
    return paths;
  }

  private childAt(key: string): SecretPaths {
    const below: Rule[] = [];
    let isCovered = false;
    let isExempt = false;
    for (const { steps, isPublic } of this.rules) {
      const [first, ...rest] = steps;
      if (first !== key && first !== "*") continue;
      if (rest.length > 0) below.push({ steps: rest, isPublic });
      else if (isPublic) isExempt = true;
      else if (first === key) return SecretPaths.whole;
      else isCovered = true;
    }
    if (isCovered && !isExempt) return SecretPaths.whole;
    return below.length === 0 ? SecretPaths.none : new SecretPaths(below);
  }

  /** The paths of the value at a path. */
  atPath(path: Path): SecretPaths {
    return path.reduce((paths: SecretPaths, step) => paths.at(step), this);
  }

  /** Whether the value at a path is a secret, or a part of one. */
  covers(path: Path): boolean {
    return this.atPath(path).isSecret;
  }

  /** The same paths, for a tree that has this one under a key. */
  below(key: string): SecretPaths {
    return this.isEmpty
      ? this
      : new SecretPaths(this.rules.map(({ steps, isPublic }) => ({ steps: [key, ...steps], isPublic })));
  }

  and(...others: readonly SecretPaths[]): SecretPaths {
    const all = [this, ...others].filter(({ isEmpty }) => !isEmpty);
    const [first = SecretPaths.none] = all;
    if (all.length <= 1) return first;
    return all.some(({ isSecret }) => isSecret)
      ? SecretPaths.whole
      : new SecretPaths(all.flatMap(({ rules }) => rules));
  }
}

/** The text of a path. */
export function formatSecretPath(path: Path): string {
  return path.map((step) => String(step).replaceAll(/[.\\]/g, "\\$&")).join(".");
}

/** The steps of a path that was formatted so. */
export function parseSecretPath(text: string): string[] {
  if (!text.includes("\\")) return text.split(".");
  return (text.match(/(?:\\.|[^.\\])+/gs) ?? []).map((step) => step.replaceAll(/\\(.)/gs, "$1"));
}

function parseRule(text: string): Rule {
  const isPublic = text.startsWith("-");
  return { steps: parseSecretPath(isPublic ? text.slice(1) : text), isPublic };
}
