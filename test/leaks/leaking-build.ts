import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { linkedPackages, repository } from "../harness";

/** A copy of the built package with some files replaced. */
export interface LeakingBuild {
  /** The installed packages. */
  readonly packages: Readonly<Record<string, string>>;
  remove(): void;
}

/** @param replaced The new contents of files, by their paths below `dist`. */
export function leakingBuild(replaced: Readonly<Record<string, string>>): LeakingBuild {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-connectors-leaking-")));
  for (const part of ["package.json", "dist", "catalog"]) {
    cpSync(join(repository, "provider", part), join(folder, part), { recursive: true });
  }
  for (const name of ["@pulumi/pulumi", "undici", "zod"]) {
    const link = join(folder, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(
      dirname(require.resolve(`${name}/package.json`, { paths: [join(repository, "provider")] })),
      link,
    );
  }
  for (const [path, text] of Object.entries(replaced)) writeFileSync(join(folder, "dist", path), text);
  return {
    packages: { ...linkedPackages, "pulumi-connectors": folder },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
