import { existsSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { SandboxPlatform } from "./sandbox-platform";

const platformsFolder = join(__dirname, "..", "platforms");
let found: readonly SandboxPlatform[] | undefined;

/**
 * The platforms, in the order of their ports: what each folder of `platforms/` exports as `platform`.
 *
 * @throws Error if two have the same name or port.
 */
export function sandboxPlatforms(): readonly SandboxPlatform[] {
  return (found ??= findPlatforms());
}

function findPlatforms(): SandboxPlatform[] {
  const load = createRequire(__filename);
  const platforms = readdirSync(platformsFolder)
    .map((name) => join(platformsFolder, name))
    // A build may leave a folder behind whose sources are gone.
    .filter((folder) => ["index.js", "index.ts"].some((file) => existsSync(join(folder, file))))
    .map((folder) => (load(folder) as { readonly platform: SandboxPlatform }).platform)
    .sort((left, right) => left.portOffset - right.portOffset);
  for (const key of ["name", "portOffset"] as const) {
    const values = platforms.map((platform) => platform[key]);
    const double = values.find((value, index) => values.indexOf(value) !== index);
    if (double !== undefined) throw new Error(`two platforms of the sandbox have the ${key} ${double}`);
  }
  return platforms;
}
