import type { z } from "zod";

/** A text that is more than blanks. */
export function nonBlank(zod: typeof z): z.ZodType<string> {
  return zod
    .string()
    .min(1)
    .refine((text) => text === "" || /\S/.test(text), "must not consist of blanks only");
}

/** The id of another object: a string in programs and states, whose digits requests send as an integer. */
export function integerId(zod: typeof z): z.ZodType<string> {
  return zod
    .string()
    .refine(
      (id) => /^[1-9]\d{0,14}$/.test(id),
      "expected an id, which is a number in a string; give the output `id`",
    );
}

/** The id as requests have it; as it is where it is not known yet. */
export function wireId(id: unknown): unknown {
  return typeof id === "string" && /^\d+$/.test(id) ? Number(id) : id;
}
