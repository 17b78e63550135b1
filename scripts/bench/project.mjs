import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { root } from "../setup.mjs";

const fromProvider = createRequire(join(root, "provider", "package.json"));
const sources = join(dirname(fileURLToPath(import.meta.url)), "programs");

/** Makes a Pulumi project of one of the programs in a temporary folder. @returns its folder, and a function that removes it. */
export function makeProject(program) {
  const folder = mkdtempSync(join(tmpdir(), `bench-${program}-`));
  cpSync(sources, folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "bench", main: `${program}.js` }));
  writeFileSync(
    join(folder, "Pulumi.yaml"),
    "name: bench\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n",
  );
  link(folder, "@pulumi/pulumi", join(root, "node_modules", "@pulumi", "pulumi"));
  link(folder, "pulumi-connectors", join(root, "provider"));
  link(folder, "undici", dirname(fromProvider.resolve("undici/package.json")));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

function link(folder, name, target) {
  const path = join(folder, "node_modules", name);
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path);
}
