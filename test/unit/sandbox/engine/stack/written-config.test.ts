import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { StackConfigFile } from "../../../../../sandbox/src/engine/stack/stack-config";
import scalars from "../../../../fixtures/cli-config/scalars.json";

describe("a stack file that is written", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "written-config-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const file = (): StackConfigFile => StackConfigFile.open(folder, "dev", "p", "pp");

  it("keeps what was not changed", () => {
    const lines = scalars.map(({ yaml, fails }, index) => (fails ? "" : `  p:k${index}: ${yaml}\n`));
    writeFileSync(join(folder, "Pulumi.dev.yaml"), `config:\n${lines.join("")}`);
    const before = file().read();
    const changed = file();
    changed.set("k", "v", { secret: false });
    changed.save();
    expect(file().read()).toEqual({ ...before, "p:k": { value: "v", secrets: [] } });
  });

  it("has every text so that it is read again", () => {
    const text = fc.string({
      unit: fc.constantFrom(...Array.from("0123789_+-.:eExXoObBtTzZ ~yn#\n<")),
      maxLength: 8,
    });
    fc.assert(
      fc.property(text, text, (top, inner) => {
        const written = file();
        written.set("k", top, { secret: false });
        written.set("l.m", `${inner}0x`, { secret: false, path: true });
        written.save();
        expect(file().get("k")?.value).toBe(top);
        expect(file().get("l.m", { path: true })?.value).toBe(`${inner}0x`);
      }),
      {
        examples: [
          ["0O17", "0X1f"],
          ["+0o17", ""],
          ["2020-1-1", ""],
          ["1e5_0", ""],
          ["0B11", ""],
          [" \n", "\n"],
        ],
      },
    );
  });
});
