import type { FastifyRequest } from "fastify";
import { laxBoolean, laxInteger } from "../../pydantic/lax";
import { notAChoice, notOfType } from "../../pydantic/messages";
import { isUuid } from "../../pydantic/request-checks";
import { invalid } from "./validation";

/** The parameters of a query. Each method throws a Refusal with status 422 for a value that is not of its type. */
export class Query {
  readonly #values: Readonly<Record<string, unknown>>;

  constructor({ query }: FastifyRequest) {
    this.#values = query as Record<string, unknown>;
  }

  text(key: string): string | undefined {
    const value = this.#values[key];
    const last: unknown = Array.isArray(value) ? value.at(-1) : value;
    return typeof last === "string" ? last : undefined;
  }

  uuid(key: string): string | undefined {
    const text = this.text(key);
    if (text === undefined || isUuid(text)) return text?.toLowerCase();
    throw this.#invalid("uuid_parsing", key, notOfType("UUID"));
  }

  /** @param otherwise If it is absent. */
  oneOf(key: string, choices: readonly string[], otherwise?: string): string | undefined {
    const text = this.text(key) ?? otherwise;
    if (text === undefined || choices.includes(text)) return text;
    throw this.#invalid("enum", key, notAChoice(choices));
  }

  /** From 1 on. */
  count(key: string, { otherwise, most }: { readonly otherwise: number; readonly most: number }): number {
    const text = this.text(key);
    const value = text === undefined ? otherwise : laxInteger(text);
    if (value === undefined) throw this.#invalid("int_parsing", key, notOfType("integer"));
    if (value < 1) {
      throw this.#invalid("greater_than_equal", key, "Input should be greater than or equal to 1");
    }
    if (value > most) {
      throw this.#invalid("less_than_equal", key, `Input should be less than or equal to ${most}`);
    }
    return value;
  }

  flag(key: string): boolean {
    const value = laxBoolean(this.text(key) ?? false);
    if (value === undefined) throw this.#invalid("bool_parsing", key, notOfType("boolean"));
    return value;
  }

  /** In milliseconds since 1970. */
  time(key: string): number | undefined {
    const text = this.text(key);
    if (text === undefined) return undefined;
    const time = Date.parse(text);
    if (Number.isNaN(time)) throw this.#invalid("datetime_from_date_parsing", key, notOfType("datetime"));
    return time;
  }

  #invalid(type: string, key: string, msg: string): Error {
    return invalid({ type, loc: ["query", key], msg });
  }
}
