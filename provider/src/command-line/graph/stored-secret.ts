import { isMarked } from "../../secrets/mark-secrets";
import { isFields } from "../../values/fields";
import { descend, mapTree } from "../../values/tree";

/** What pictures have in place of a secret, as Pulumi's own output. */
export const secretText = "[secret]";

/** A secret of a state. It never shows its value, and knows it only if the state was exported with `--show-secrets`. */
export class StoredSecret {
  readonly #plaintext: string | undefined;

  constructor(plaintext: unknown) {
    this.#plaintext = typeof plaintext === "string" ? plaintext : undefined;
  }

  /** Whether both values are known, and differ. The ciphertexts of one value differ, too. */
  differsFrom(other: StoredSecret): boolean {
    const values = [this.#plaintext, other.#plaintext];
    return !values.includes(undefined) && values[0] !== values[1];
  }
}

/** Stored values with an object in place of every secret. */
export function withoutPlaintexts(values: unknown): Record<string, unknown> {
  const mapped = mapTree(values, (value) =>
    isMarked(value) ? new StoredSecret((value as { plaintext?: unknown }).plaintext) : descend,
  );
  return isFields(mapped) ? mapped : {};
}

/** The values with a text in place of every secret, for code that reads arguments. */
export function withSecretTexts(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return mapTree(values, (value) => (value instanceof StoredSecret ? secretText : descend)) as Record<
    string,
    unknown
  >;
}
