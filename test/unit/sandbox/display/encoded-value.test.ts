import { describe, expect, it } from "@jest/globals";
import { decodeValue } from "../../../../sandbox/src/display/encoded-value";

describe("a string that may encode a list or a map", () => {
  it.each([
    ["[1, null]", { kind: "json", value: [1, null] }],
    [' {"a": "b"}\n', { kind: "json", value: { a: "b" } }],
    ["a: 1\nb:\n  - x\n", { kind: "yaml", value: { a: 1, b: ["x"] } }],
    ["a: &a { b: 1 }\nc:\n  <<: *a\n", { kind: "yaml", value: { a: { b: 1 }, c: { b: 1 } } }],
  ])("is decoded: %j", (text, expected) => {
    expect(decodeValue(text)).toEqual(expected);
  });

  it.each([
    '"text"',
    "12",
    "just: colon",
    "two\nlines",
    "a: *nobody\nb: 1",
    "a: 1\na: 2",
    "- 1\n---\n- 2",
    "a: [1\nb",
  ])("is not decoded: %j", (text) => {
    expect(decodeValue(text)).toBeUndefined();
  });
});
