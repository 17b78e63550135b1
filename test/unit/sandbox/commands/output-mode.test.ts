import { describe, expect, it } from "@jest/globals";
import { outputMode } from "../../../../sandbox/src/commands/output-mode";

type Given = Parameters<typeof outputMode>;

describe("an operation", () => {
  const shown = (flags: Given[0], env: Given[1], isTTY: boolean): string => {
    const { live, pen } = outputMode(flags, env, { isTTY });
    const text = pen("a\x07\x1b[31mb", ["green"]);
    const known = {
      "a\x07\x1b[31mb": "as it is",
      "a\\ab": "safe for a terminal",
      "\x1b[32ma\\ab\x1b[39m": "colored",
    };
    return `${live ? "drawn" : "printed"}, ${known[text as keyof typeof known]}`;
  };

  it.each<[string, Given[0], Given[1]]>([
    ["by default", {}, { TERM: "xterm" }],
    ["with --color auto", { color: "auto" }, {}],
    ["with --color always", { color: "always" }, {}],
    ["with --color always despite NO_COLOR", { color: "always" }, { NO_COLOR: "1" }],
    ["with an empty NO_COLOR and CI", {}, { NO_COLOR: "", CI: "" }],
    ["with CI=false", {}, { CI: "false" }],
  ])("is drawn in colors on a terminal %s", (_title, flags, env) => {
    expect(shown(flags, env, true)).toBe("drawn, colored");
  });

  it.each<[string, Given[0], Given[1]]>([
    ["--color never", { color: "never" }, {}],
    ["--color raw", { color: "raw" }, {}],
    ["NO_COLOR", {}, { NO_COLOR: "1" }],
    ["NO_COLOR=0", {}, { NO_COLOR: "0" }],
    ["--non-interactive", { nonInteractive: true }, {}],
    ["CI", {}, { CI: "true" }],
    ["a dumb terminal", {}, { TERM: "dumb" }],
  ])("is printed in plain lines on a terminal with %s", (_title, flags, env) => {
    expect(shown(flags, env, true)).toBe("printed, safe for a terminal");
  });

  it.each<[string, Given[0], Given[1]]>([
    ["--non-interactive", { nonInteractive: true }, {}],
    ["CI", {}, { CI: "1" }],
  ])("is printed in colored lines on a terminal with --color always and %s", (_title, flags, env) => {
    expect(shown({ ...flags, color: "always" }, env, true)).toBe("printed, colored");
  });

  it("is printed as it is without a terminal, unless colors are asked for", () => {
    expect(shown({}, {}, false)).toBe("printed, as it is");
    expect(shown({ color: "auto" }, { FORCE_COLOR: "1" }, false)).toBe("printed, as it is");
    expect(shown({ color: "always" }, {}, false)).toBe("printed, colored");
  });
});
