import { describe, expect, it } from "@jest/globals";
import { age } from "../../../../sandbox/src/commands/age";
import { formatTable } from "../../../../sandbox/src/commands/table";

describe("the output of commands", () => {
  it("is a table with two spaces between its columns", () => {
    const rows = [
      ["empty", ""],
      ["multi-line", "a\nb"],
    ];
    expect(formatTable(["KEY", "VALUE"], rows, "  ")).toBe(
      ["  KEY         VALUE", "  empty       ", "  multi-line  a", "              b", ""].join("\n"),
    );
    expect(formatTable(["A", "B"], [])).toBe("A  B\n");
  });

  it.each([
    [0.5, "now"],
    [1, "1 second ago"],
    [59.9, "59 seconds ago"],
    [60, "1 minute ago"],
    [7200, "2 hours ago"],
    [86_400 * 6.9, "6 days ago"],
    [86_400 * 13, "1 week ago"],
    [86_400 * 45, "1 month ago"],
    [86_400 * 800, "2 years ago"],
  ])("is an age: %d seconds is %s", (seconds, text) => {
    expect(age(seconds)).toBe(text);
  });
});
