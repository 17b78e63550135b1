import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { checkPackageIn, version } from "../../../../provider/src/program/check-package";
import { isConnectorsError } from "../../../../provider/src/errors/connectors-error";
import { repository } from "../../../harness/project";

describe("the check of the package that the provider host will load", () => {
  let folder: string;

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "check-package-")));
    mkdirSync(join(folder, "node_modules"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const install = (installed: string): void => {
    const copy = join(folder, "node_modules", "pulumi-connectors");
    mkdirSync(copy);
    writeFileSync(
      join(copy, "package.json"),
      JSON.stringify({ name: "pulumi-connectors", version: installed }),
    );
  };
  const error = (): unknown => {
    try {
      checkPackageIn(folder);
    } catch (thrown) {
      return thrown;
    }
    return undefined;
  };

  it("accepts the same copy, also through a link, and another copy of the same version", () => {
    symlinkSync(join(repository, "provider"), join(folder, "node_modules", "pulumi-connectors"), "junction");
    expect(error()).toBeUndefined();
    rmSync(join(folder, "node_modules", "pulumi-connectors"));
    install(version);
    expect(error()).toBeUndefined();
  });

  it("refuses a folder without the package, and says what to install there", () => {
    const thrown = error();
    expect(isConnectorsError(thrown, "PC_PACKAGE_NOT_FOUND")).toBe(true);
    expect((thrown as Error).message).toContain(`run \`npm install pulumi-connectors@${version}\` there`);
    expect((thrown as Error).message).toContain(folder);
  });

  it("refuses another version, and reports both", () => {
    install("9.8.7");
    const thrown = error();
    expect(isConnectorsError(thrown, "PC_PACKAGE_VERSION")).toBe(true);
    expect((thrown as Error).message).toMatch(
      new RegExp(`${version.replaceAll(".", "\\.")}.* version 9\\.8\\.7`),
    );
  });

  it("has the version of the package", () => {
    const manifest = JSON.parse(readFileSync(join(repository, "provider", "package.json"), "utf8")) as {
      readonly version: string;
    };
    expect(version).toBe(manifest.version);
  });
});
