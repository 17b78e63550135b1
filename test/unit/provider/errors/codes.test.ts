import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "@jest/globals";
import { errorCodes } from "../../../../provider/src/errors/codes";
import { ConnectorsError, isConnectorsError } from "../../../../provider/src/errors/connectors-error";
import { ConnectorsRunError } from "../../../../provider/src/program/errors";
import { repository } from "../../../harness/project";

describe("error codes", () => {
  it("are all documented and used", () => {
    const page = readFileSync(join(repository, "docs", "troubleshooting.md"), "utf8");
    const documented = [...page.matchAll(/^### (PC_\w+)$/gm)].map(([, code]) => code);
    expect(documented.sort()).toEqual([...errorCodes].sort());
    const sources = join(repository, "provider", "src");
    const texts = readdirSync(sources, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".ts") && path !== join("errors", "codes.ts"))
      .map((path) => readFileSync(join(sources, path), "utf8"));
    expect(errorCodes.filter((code) => !texts.some((text) => text.includes(`"${code}"`)))).toEqual([]);
  });
});

describe("an error of the package", () => {
  it("is recognized by its symbol and code, whichever copy of the package threw it", () => {
    const error = new ConnectorsError("PC_REFUSED", "no");
    expect(isConnectorsError(error)).toBe(true);
    expect(isConnectorsError(error, "PC_REFUSED")).toBe(true);
    expect(isConnectorsError(error, "PC_FORBIDDEN")).toBe(false);
    // Another copy of the package has another class, but the same symbol.
    const other = Object.defineProperty(new Error("no"), Symbol.for("pulumi-connectors.error"), {
      value: true,
    });
    expect(isConnectorsError(Object.assign(other, { code: "PC_REFUSED" }), "PC_REFUSED")).toBe(true);
    for (const foreign of [undefined, null, "PC_REFUSED", new Error("PC_REFUSED"), { code: "PC_REFUSED" }]) {
      expect(isConnectorsError(foreign)).toBe(false);
    }
  });

  it("in a program is printed by Pulumi without a stack, with the code at the end", () => {
    const error = new ConnectorsRunError("PC_IMPORT_OPTION", "no");
    expect(pulumi.RunError.isInstance(error)).toBe(true);
    expect(isConnectorsError(error, "PC_IMPORT_OPTION")).toBe(true);
    expect(error.message).toBe("no [PC_IMPORT_OPTION]");
  });
});
