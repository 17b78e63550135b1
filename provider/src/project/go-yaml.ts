import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Scalar as ScalarNode,
  type Alias,
  type Document,
  type Pair,
} from "yaml";
import { resolvePlain, Timestamp, type Scalar } from "./go-scalar";

/** A value of a YAML file as the CLI reads it. */
export type YamlValue = Scalar | YamlValue[] | YamlMap;

export interface YamlMap {
  [key: string]: YamlValue;
}

/**
 * The values of a document as the CLI reads them, which is neither YAML 1.1 nor 1.2. Source: gopkg.in/yaml.v3, `decode.go`.
 *
 * @throws Error for a tag that does not fit its value, or a number that JSON does not have.
 */
export function yamlValue(document: Document): YamlValue {
  return new Reader(document).value(document.contents);
}

export function isYamlMap(value: YamlValue | undefined): value is YamlMap {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Timestamp)
  );
}

class Reader {
  /** The anchors of the values that are being read. */
  readonly #within = new Set<string>();

  constructor(private readonly document: Document) {}

  value(node: unknown): YamlValue {
    if (isAlias(node)) return this.#referenced(node, (target) => this.value(target));
    if (isSeq(node)) return node.items.map((item) => this.value(item));
    if (isMap(node)) return Object.fromEntries(this.#entries(node.items));
    if (isScalar(node)) return scalarOf(node);
    // A key that was set after the document was parsed.
    return typeof node === "string" ? node : null;
  }

  #referenced<Result>(alias: Alias, read: (target: unknown) => Result): Result {
    const { source: anchor } = alias;
    const target = alias.resolve(this.document);
    if (target === undefined) throw new Error(`unknown anchor '${anchor}' referenced`);
    if (this.#within.has(anchor)) throw new Error(`anchor '${anchor}' value contains itself`);
    this.#within.add(anchor);
    const result = read(target);
    this.#within.delete(anchor);
    return result;
  }

  /** The entries of a map. Its own keys take precedence over merged ones, and earlier merged maps over later ones. */
  #entries(pairs: readonly Pair[]): Map<string, YamlValue> {
    const own = new Map<string, YamlValue>();
    const merged = new Map<string, YamlValue>();
    for (const { key, value } of pairs) {
      if (isScalar(key) && key.source === "<<") {
        for (const [name, item] of this.#mergedEntries(value)) if (!merged.has(name)) merged.set(name, item);
      } else {
        own.set(keyText(this.value(key)), this.value(value));
      }
    }
    return new Map([...merged, ...own]);
  }

  #mergedEntries(node: unknown): [string, YamlValue][] {
    if (isAlias(node)) return this.#referenced(node, (target) => this.#mergedEntries(target));
    if (isMap(node)) return [...this.#entries(node.items)];
    if (isSeq(node)) return node.items.flatMap((item) => this.#mergedEntries(item));
    throw new Error("map merge requires a map or a list of maps as the value");
  }
}

/** A key as text, in the format of Go's `%v`. */
function keyText(key: YamlValue): string {
  if (key === null) return "<nil>";
  if (Array.isArray(key) || isYamlMap(key)) throw new Error("a map or list cannot be a key");
  // Go switches to an exponent earlier than JavaScript, and writes it with two digits.
  return typeof key === "number" && key !== 0 && Math.abs(key) < 1e-4
    ? key.toExponential().replace(/-(\d)$/, "-0$1")
    : String(key);
}

function scalarOf(node: ScalarNode): Scalar {
  // A text that was set after the document was parsed has no source.
  const { source: text } = node;
  if (text === undefined) return node.value as string;
  const [, tag, ownTag] = /^(?:tag:yaml\.org,2002:(.*)|!(.+))$/.exec(node.tag ?? "") ?? [];
  const quoted = node.type !== ScalarNode.PLAIN;
  if (tag === "str" || ownTag !== undefined || (tag === undefined && quoted)) return text;
  if (tag === "binary") return Buffer.from(text, "base64").toString();
  const value = resolvePlain(text);
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw new Error(`${text} is not a number that a config value can have`);
  }
  if (tag === undefined || tag === typeOf(value)) return value;
  if (tag === "float" && typeof value === "bigint") return Number(value);
  throw new Error(`cannot decode !!${typeOf(value)} \`${text}\` as a !!${tag}`);
}

function typeOf(value: Scalar): string {
  if (value === null) return "null";
  if (value instanceof Timestamp) return "timestamp";
  return { string: "str", bigint: "int", number: "float", boolean: "bool" }[
    typeof value as "string" | "bigint" | "number" | "boolean"
  ];
}

/**
 * How to parse a file that is to be written again: the scalars that nobody changes stay as they are written. `yamlValue` has their meaning.
 */
export const asWritten = { schema: "failsafe" } as const;

/** The keys of a map that are not texts. */
export function otherKeys(node: unknown): string[] {
  if (!isMap(node)) return [];
  return node.items.flatMap(({ key }) => {
    if (typeof key === "string") return [];
    if (!isScalar(key)) return ["a map or list"];
    return typeof scalarOf(key) === "string" ? [] : [String(key.source)];
  });
}
