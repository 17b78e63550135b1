import { realpathSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { runtime } from "@pulumi/pulumi";
import { ConnectorsRunError } from "./errors";

const name = "pulumi-connectors";

/** The version of this package. In the code, so that a bundle knows it, too. */
export const version = "0.1.0";

/** The program's folder, before the program can change it. */
const programFolder = process.cwd();
let isChecked = false;

/**
 * Makes sure that the provider host will run this very version: it loads the package from the program's folder, which may lead to no copy
 * (a component library has one of its own, or the package is bundled) or to another version. Looks once a program, and not under mocks,
 * where there is no host.
 *
 * @throws ConnectorsRunError that says what to install where.
 */
export function checkPackage(): void {
  if (isChecked || runtime.getEngine() === undefined) return;
  isChecked = true;
  checkPackageIn(programFolder);
}

/** The same for any folder. */
export function checkPackageIn(folder: string): void {
  const manifest = manifestFrom(folder);
  if (manifest === undefined) {
    throw new ConnectorsRunError(
      "PC_PACKAGE_NOT_FOUND",
      `${name} cannot be loaded from the program's folder, ${folder}, where the provider host looks for it; run \`npm install ${name}@${version}\` there. ${hint}`,
    );
  }
  if (manifest === join(__dirname, "..", "..", "package.json")) return;
  const { version: found } = JSON.parse(readFileSync(manifest, "utf8")) as { readonly version?: string };
  if (found === version) return;
  throw new ConnectorsRunError(
    "PC_PACKAGE_VERSION",
    `the program uses ${name} ${version}, but its folder, ${folder}, leads to version ${found}, which the provider host would run; run \`npm install ${name}@${version}\` there, or use one version everywhere. ${hint}`,
  );
}

const hint = `A component library names ${name} as a peer dependency, and a bundler leaves it external`;

function manifestFrom(folder: string): string | undefined {
  try {
    return realpathSync(createRequire(join(folder, "index.js")).resolve(`${name}/package.json`));
  } catch {
    return undefined;
  }
}
