import type { z } from "zod";

/** A text of so many characters, counted as the server does: an emoji is one. */
export function textOfLength(zod: typeof z, least: number, most: number): z.ZodType<string> {
  const size = (text: string): number => Array.from(text).length;
  return zod
    .string()
    .refine((text) => size(text) >= least, `must have at least ${least} characters`)
    .refine((text) => size(text) <= most, `must have at most ${most} characters`);
}
