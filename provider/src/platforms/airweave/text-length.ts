import type { z } from "zod";

/** A string of limited length. Like the server, it counts code points: an emoji is one character. */
export function textOfLength(zod: typeof z, min: number, max: number): z.ZodType<string> {
  const lengthOf = (value: string): number => Array.from(value).length;
  return zod
    .string()
    .refine((value) => lengthOf(value) >= min, `must have at least ${min} characters`)
    .refine((value) => lengthOf(value) <= max, `must have at most ${max} characters`);
}
