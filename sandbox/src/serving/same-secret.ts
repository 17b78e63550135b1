import { createHash, timingSafeEqual } from "node:crypto";

/** Compares two secrets in a time that depends on neither. */
export function sameSecret(left: string, right: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}
