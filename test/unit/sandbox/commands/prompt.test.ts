import { PassThrough } from "node:stream";
import { describe, expect, it } from "@jest/globals";
import { ask } from "../../../../sandbox/src/commands/prompt";

describe("a value that is asked for on a terminal", () => {
  /** Types keys, and returns the value and what the terminal shows. */
  async function typed(keys: string, hidden: boolean): Promise<{ value: string; shown: string }> {
    const [input, output] = [new PassThrough(), new PassThrough()];
    let shown = "";
    output.on("data", (data: Buffer) => (shown += data.toString()));
    input.write(keys);
    const value = await ask({ input, output }, "value: ", hidden);
    return { value, shown };
  }

  it("is not shown if it is secret", async () => {
    expect(await typed("hunter3\b2\r", true)).toEqual({ value: "hunter2", shown: "value: \n" });
  });

  it("is shown as it is typed otherwise", async () => {
    const { value, shown } = await typed("visible\r", false);
    expect(value).toBe("visible");
    expect(shown).toMatch(/value: .*visible/);
  });

  it("may be empty, and is refused after Ctrl-C and Ctrl-D", async () => {
    expect((await typed("\r", true)).value).toBe("");
    await expect(typed("hun\x03", true)).rejects.toThrow("canceled");
    await expect(typed("\x04", true)).rejects.toThrow("no value was given");
  });
});
