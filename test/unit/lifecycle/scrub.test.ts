import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { scrubberFor } from "../../../provider/src/lifecycle/scrub";

const forms: readonly ((secret: string) => string)[] = [
  (secret) => secret,
  (secret) => JSON.stringify(secret),
  (secret) => JSON.stringify({ detail: `is ${secret}!` }),
  (secret) => encodeURIComponent(secret),
  (secret) => Buffer.from(secret).toString("base64"),
  (secret) => Buffer.from(secret).toString("base64url"),
];

describe("a scrubber", () => {
  it("takes a secret out of a text, in every form in which it may come back", () => {
    const secret = fc.string({ minLength: 8, unit: "grapheme" }).filter((text) => /\w{3}/.test(text));
    fc.assert(
      fc.property(secret, fc.constantFrom(...forms), (value, form) => {
        const scrubbed = scrubberFor([{ nested: [value] }])(`before ${form(value)} after`);
        expect(scrubbed).not.toContain(value.trim());
        expect(scrubbed).toContain("[secret]");
        expect(scrubbed).toMatch(/^before .* after$/s);
      }),
    );
    const quoted = 'a"quoted\\pass\nword';
    expect(scrubberFor([quoted])(JSON.stringify({ password: quoted }))).toBe('{"password":"[secret]"}');
  });

  it("leaves no remainder of a secret that holds another", () => {
    expect(scrubberFor(["hunter", "hunter2345"])("it is hunter2345")).toBe("it is [secret]");
    expect(scrubberFor(["hunter2345", "hunter"])("it is hunter2345")).toBe("it is [secret]");
  });

  it("replaces short secrets only where they stand alone", () => {
    expect(scrubberFor(["in"])("in the config: invalid, in")).toBe("[secret] the config: invalid, [secret]");
  });

  it("knows numbers, but not those that are sizes, ports and status codes", () => {
    const scrub = scrubberFor([{ pin: 12345678, port: 5432 }, true, null, undefined, ""]);
    expect(scrub("12345678 at 5432, true")).toBe("[secret] at 5432, true");
  });
});
