import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { jsonErrorPosition } from "../../../../provider/src/project/json-position";

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe("the position of an error in JSON", () => {
  it.each([
    ["", 0],
    ["  ", 2],
    ['{"a": }', 6],
    ['{"a" 1}', 5],
    ['{"a": 1,}', 8],
    ["[1 2]", 3],
    ["[1,]", 3],
    ["[1}", 2],
    ["{1: 2}", 1],
    ["1 1", 2],
    ["]", 0],
    ['["a', 1],
    ['["\\x"]', 1],
    ["[01]", 2],
    ["[tru]", 1],
  ])("in %j is %d", (text, position) => {
    expect(isJson(text)).toBe(false);
    expect(jsonErrorPosition(text)).toBe(position);
  });

  it("is at or after the place where a valid text was changed, or in the token there", () => {
    const blankBefore = /[^ \t\n\r[\]{},:]*$/;
    fc.assert(
      fc.property(
        fc.json(),
        fc.nat(),
        fc.constantFrom("]", "}", ",", ":", "\u0001", "x"),
        (json, at, wrong) => {
          const place = at % (json.length + 1);
          const text = json.slice(0, place) + wrong + json.slice(place);
          fc.pre(!isJson(text));
          const position = jsonErrorPosition(text);
          const quote = text.slice(0, place).lastIndexOf('"');
          const token = place - (blankBefore.exec(text.slice(0, place))?.[0].length ?? 0);
          expect(position).toBeGreaterThanOrEqual(Math.min(token, quote < 0 ? place : quote));
          expect(position).toBeLessThanOrEqual(text.length);
        },
      ),
      { numRuns: 300, seed: 7 },
    );
  });
});
