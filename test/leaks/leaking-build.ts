import { appendFileSync, cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { linkedPackages, repository } from "../harness";

/** A copy of the built package with some functions replaced. */
export interface LeakingBuild {
  /** The installed packages. */
  readonly packages: Readonly<Record<string, string>>;
  remove(): void;
}

/** @param replaced Statements that replace exports of a file, by its path below `dist`. The others stay. */
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
  for (const [path, statements] of Object.entries(replaced)) {
    appendFileSync(join(folder, "dist", path), `\n${statements}\n`);
  }
  return {
    packages: { ...linkedPackages, "pulumi-connectors": folder },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
