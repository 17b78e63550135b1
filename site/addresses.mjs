// Both addresses stand in the root's package.json, which the publisher fills in, and nowhere else.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const manifest = JSON.parse(readFileSync(join(import.meta.dirname, "..", "package.json"), "utf8"));

export const { description } = manifest;
/** The address of the repository, without a slash at the end, or an empty text. */
export const repository = manifest.repository ?? "";
/** The path below which the site is published, with slashes around it; `/` as long as the site has no address. */
export const siteBase = manifest.homepage ? new URL(manifest.homepage).pathname.replace(/\/?$/, "/") : "/";
