import { isFields } from "../../provider/src/values/fields";
import fc from "fast-check";
import type { Config, Schema } from "../harness/catalog-schemas";
import { randomConfig } from "../harness/random-config";
import { Canaries, forms } from "./canary";
import { mapLeaves } from "./leaves";
import type { Planted } from "./search";

/** How a program passes a secret. */
type Way = "text" | "fromEnv" | "secret" | "output" | "stackConfig";

/** The secret stack config besides the platforms' settings. */
export const stackSecrets = ["first", "second", "third"] as const;

/** Plants secrets, each a unique canary, and records them. */
export class Planter {
  readonly planted: Planted[] = [];

  /** The values of `stackSecrets`. */
  readonly stackConfig: Readonly<Record<string, string>>;

  /** The environment variables that programs refer to. */
  readonly env: Record<string, string> = {};

  /** Whether public values may become secrets that only the program marks. */
  keepsProgramSecrets = true;

  readonly #canaries: Canaries;

  /** The number of values so far, which decides how the next one varies. */
  #turn: number;

  constructor(seed: number) {
    this.#turn = seed % 97;
    this.#canaries = new Canaries(seed);
    this.stackConfig = Object.fromEntries(
      stackSecrets.map((name) => [name, this.plant(`stack config ${name}`)]),
    );
  }

  /** Records a secret. */
  plant(label: string, value = this.#canaries.escaped(), onlyByProgram?: true): string {
    this.planted.push({ value, label, ...(onlyByProgram && { onlyByProgram }) });
    return value;
  }

  /** Creates a secret that replaces another. */
  replant(label: string, before: string): string {
    const known = this.planted.find(({ value }) => value === before);
    return this.plant(label, this.#canaries.escaped(), known?.onlyByProgram);
  }

  /** A key that is valid in a header, without spaces and control characters. */
  plantKey(label: string): string {
    return this.plant(label, `k"\\%+/&${this.#canaries.plain()}`);
  }

  /** A random configuration, with a new canary as each secret string. */
  config(schema: Schema, seed: number, label: string): Config {
    const [config = {}] = fc.sample(randomConfig(schema), {
      numRuns: 1,
      seed: seed + this.#turn,
    });
    return this.#withSecrets(schema, config, label);
  }

  #withSecrets(schema: Schema, config: Config, label: string): Config {
    const properties: Readonly<Record<string, Schema>> = {
      ...schema.properties,
      ...schema.then?.properties,
      ...schema.else?.properties,
    };
    return Object.fromEntries(
      Object.entries(config).map(([key, value]): [string, unknown] => {
        const { [key]: property = {} } = properties;
        const here = `${label}.${key}`;
        if (property.writeOnly) return [key, this.#secretsInPlace(property, value, here)];
        if (isFields(value) && property.properties !== undefined) {
          return [key, this.#withSecrets(property, value, here)];
        }
        return [key, isFreeText(property, value) ? (this.onlyByProgram(++this.#turn, here) ?? value) : value];
      }),
    );
  }

  /** Replaces every string of a secret value with a canary, except enums. */
  #secretsInPlace(schema: Schema, value: unknown, label: string): unknown {
    if (isFields(value) && schema.properties !== undefined) {
      return Object.fromEntries(
        Object.entries(value).map(([key, inner]) => [
          key,
          schema.properties?.[key]?.enum === undefined
            ? this.#secretsInPlace(schema.properties?.[key] ?? {}, inner, `${label}.${key}`)
            : inner,
        ]),
      );
    }
    const takesText = [schema.type].flat().includes("string");
    return mapLeaves(value, (leaf) => {
      // Null is not a secret, and a platform may require one of several nullable values.
      if (typeof leaf !== "string" && !(leaf === null && takesText)) return leaf;
      const fitting = this.#fitting(schema, leaf ?? "");
      return fitting === undefined ? this.value(label) : this.#given("text", label, fitting);
    });
  }

  /** A canary in the format that a value must have; undefined if it may have any. */
  #fitting(
    { pattern, "x-format": documented, format = documented }: Schema,
    generated: string,
  ): string | undefined {
    if (pattern === undefined && format === undefined) return undefined;
    const canary = this.#canaries.plain();
    const [scheme = "https://"] = /^[a-z+]+:\/\//.exec(generated) ?? [];
    const candidates = [`${scheme}loader:${canary}@db.example.com:6379/0`, `${generated}${canary}`];
    const fitting = candidates.find((each) => pattern === undefined || new RegExp(pattern).test(each));
    if (fitting === undefined) throw new Error(`no canary matches ${pattern}`);
    return fitting;
  }

  #form(): string {
    const form = forms[this.#turn++ % forms.length];
    return form?.(this.#canaries) ?? "";
  }

  /** A secret, passed in varying forms. */
  value(label: string): unknown {
    const ways: readonly Way[] = ["text", "secret", "text", "fromEnv", "output", "text", "stackConfig"];
    const way = ways[this.#turn++ % ways.length] ?? "text";
    if (way === "stackConfig") return { $config: stackSecrets[this.#turn % stackSecrets.length] };
    return this.#given(way, label, this.#form());
  }

  #given(way: Way, label: string, canary: string): unknown {
    const value = this.plant(`${label} by ${way}`, canary);
    switch (way) {
      case "fromEnv": {
        // A changed resource uses the same variable with another value.
        const variable = label.replace("-new", "").replace(/\W+/g, "_");
        this.env[variable] = value;
        return { $fromEnv: variable };
      }
      case "secret":
        return { $secret: value };
      case "output":
        return { $output: value };
      default:
        return value;
    }
  }

  /** Makes one public string in eight a secret that only the program marks. */
  onlyByProgram(turn: number, label: string): Config | undefined {
    if (turn % 8 !== 3 || !this.keepsProgramSecrets) return undefined;
    return { $secret: this.plant(`${label} by the program alone`, this.#canaries.escaped(), true) };
  }
}

function isFreeText(
  { type, pattern, "x-format": documented, format = documented, enum: words, const: word }: Schema,
  value: unknown,
): boolean {
  return (
    typeof value === "string" &&
    [type].flat().includes("string") &&
    [pattern, format, words, word].every((limit) => limit === undefined)
  );
}
