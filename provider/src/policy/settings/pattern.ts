import { typeName, type Setting } from "./setting";

/** A setting that is a regular expression for a whole text. */
export function patternSetting(description: string): Setting {
  return {
    schema: { type: "string", description },
    *problems(value) {
      if (typeof value !== "string") {
        yield { at: "", problem: `expected a regular expression as a string, got ${typeName(value)}` };
      } else if (value === "") {
        yield { at: "", problem: "empty, so that nothing matches; remove it" };
      } else {
        const cause = syntaxError(value);
        if (cause !== undefined) {
          yield { at: "", problem: `"${value}" is not a valid regular expression: ${cause}` };
        }
      }
    },
  };
}

/** Without the anchors with which it is used later: between them, `a)|(b` would be valid, and match something else. */
function syntaxError(pattern: string): string | undefined {
  try {
    new RegExp(pattern, "u");
    return undefined;
  } catch (error) {
    return (error as Error).message.replace(/^.*\/u?: /s, "").toLowerCase();
  }
}
