import { isFields } from "../../provider/src/values/fields";
import fc from "fast-check";
import type { Config, Schema } from "../harness/catalog-schemas";
import { randomConfig } from "../harness/random-config";
import { Canaries, forms } from "./canary";
import { mapLeaves } from "./leaves";
import type { Planted } from "./search";

/** How a program gives a secret. */
type Way = "text" | "fromEnv" | "secret" | "output" | "stackConfig";

/** The stack config that programs have beside the settings of the platforms, all of it secret. */
export const stackSecrets = ["first", "second", "third"] as const;

/** Plants secrets, every one of which is another canary, and keeps account of them. */
export class Planter {
  readonly planted: Planted[] = [];

  /** Of the stack config. */
  readonly stackConfig: Readonly<Record<string, string>>;

  /** The environment variables that programs refer to. */
  readonly env: Record<string, string> = {};

  readonly #canaries: Canaries;

  /** How many values were asked for so far: what is different about each goes by it. */
  #turn: number;

  constructor(seed: number) {
    this.#turn = seed % 97;
    this.#canaries = new Canaries(seed);
    this.stackConfig = Object.fromEntries(
      stackSecrets.map((name) => [name, this.plant(`stack config ${name}`)]),
    );
  }

  /** Notes a secret, whoever hands it out. */
  plant(label: string, value = this.#canaries.escaped(), onlyByProgram?: true): string {
    this.planted.push({ value, label, ...(onlyByProgram && { onlyByProgram }) });
    return value;
  }

  /** Another secret in the place of one. */
  replant(label: string, before: string): string {
    const known = this.planted.find(({ value }) => value === before);
    return this.plant(label, this.#canaries.escaped(), known?.onlyByProgram);
  }

  /** What may be a key in a header: no blank, no control character. */
  plantKey(label: string): string {
    return this.plant(label, `k"\\%+/&${this.#canaries.plain()}`);
  }

  /** A random configuration, with another canary in place of each secret text. */
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

  /** Every text of a secret value becomes a canary, but where only certain words are allowed. */
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
      // Null is no secret, and of several that may be null a platform may need one.
      if (typeof leaf !== "string" && !(leaf === null && takesText)) return leaf;
      const fitting = this.#fitting(schema, leaf ?? "");
      return fitting === undefined ? this.value(label) : this.#given("text", label, fitting);
    });
  }

  /** A canary of the form that a value must have; undefined if it may have any. */
  #fitting({ pattern, format }: Schema, generated: string): string | undefined {
    if (pattern === undefined && format === undefined) return undefined;
    const canary = this.#canaries.plain();
    const [scheme = "https://"] = /^[a-z+]+:\/\//.exec(generated) ?? [];
    const candidates = [`${scheme}loader:${canary}@db.example.com:6379/0`, `${generated}${canary}`];
    const fitting = candidates.find((each) => pattern === undefined || new RegExp(pattern).test(each));
    if (fitting === undefined) throw new Error(`no canary has the form ${pattern}`);
    return fitting;
  }

  #form(): string {
    const form = forms[this.#turn++ % forms.length];
    return form?.(this.#canaries) ?? "";
  }

  /** A secret in one of the ways in which programs give it. */
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
        // After a change the same variable has another value.
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

  /** One public text in eight, as a secret of the program's. */
  onlyByProgram(turn: number, label: string): Config | undefined {
    if (turn % 8 !== 3) return undefined;
    return { $secret: this.plant(`${label} by the program alone`, this.#canaries.escaped(), true) };
  }
}

function isFreeText({ type, pattern, format, enum: words, const: word }: Schema, value: unknown): boolean {
  return (
    typeof value === "string" &&
    [type].flat().includes("string") &&
    [pattern, format, words, word].every((limit) => limit === undefined)
  );
}
