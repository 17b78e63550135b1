import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { scrubberFor } from "../../../../provider/src/secrets/scrub";

const forms: readonly ((secret: string) => string)[] = [
  (secret) => secret,
  (secret) => JSON.stringify(secret),
  (secret) => JSON.stringify({ detail: `is ${secret}!` }),
  (secret) => encodeURIComponent(secret),
  (secret) => Buffer.from(secret).toString("base64"),
  (secret) => Buffer.from(secret).toString("base64url"),
  (secret) => JSON.stringify({ body: JSON.stringify({ detail: secret }) }),
  (secret) => new URLSearchParams({ key: secret }).toString(),
];

describe("a scrubber", () => {
  it("removes a secret from a text in every form in which it may be repeated", () => {
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

  it.each([
    ["JSON in JSON in JSON", (json: string) => JSON.stringify(JSON.stringify({ body: json }))],
    ["JSON in a URL", (json: string) => encodeURIComponent(json)],
    ["JSON in base64", (json: string) => Buffer.from(json).toString("base64")],
    ["JSON in Basic authentication", (json: string) => Buffer.from(`user:${json}`).toString("base64url")],
    [
      "Rails' JSON",
      (json: string) => json.replace(/[<>&]/g, (mark) => `\\u00${mark.charCodeAt(0).toString(16)}`),
    ],
    ["Python's JSON", (json: string) => json.replaceAll("é", "\\u00e9").replaceAll("€", "\\u20ac")],
  ])("removes it from %s", (_name, encode) => {
    const secret = `a"quoted\\pass\nword<of>&é€ signs`;
    const scrubbed = scrubberFor([secret])(encode(JSON.stringify({ password: secret })));
    expect(scrubbed).toContain("[secret]");
    expect(scrubbed).not.toMatch(/quoted|cXVvdGVk|F1b3RlZ|hxdW90ZW|signs|c2lnbn|NpZ25|zaWduc/);
  });

  it.each([
    ["Python's quote", "a%20b/c%3D%27d%27%21"],
    ["the RFC's", "a%20b%2Fc%3D%27d%27%21"],
    ["JavaScript's", "a%20b%2Fc%3D'd'!"],
    ["a form", "a+b%2Fc%3D%27d%27%21"],
  ])("removes it from a URL with %s escaping", (_name, escaped) => {
    expect(scrubberFor(["a b/c='d'!"])(`/?key=${escaped}&page=1`)).toBe("/?key=[secret]&page=1");
  });

  it("removes it from a longer base64 string, except for characters shared with its neighbors", () => {
    const part = fc.string({ maxLength: 9 });
    const secret = fc.string({ minLength: 12, maxLength: 40 });
    fc.assert(
      fc.property(
        part,
        secret,
        part,
        fc.constantFrom("base64", "base64url"),
        (before, value, after, encoding) => {
          const text = Buffer.from(`${before}:${value}${after}`).toString(encoding);
          const scrubbed = scrubberFor([value])(text);
          expect(scrubbed).toContain("[secret]");
          const left = scrubbed.split("[secret]").map((each) => Buffer.from(each, encoding).toString());
          for (const each of left)
            expect(`${before}:${after}`.includes(value) || !each.includes(value)).toBe(true);
        },
      ),
    );
  });

  it.each([
    ["mongodb+srv://user:p%40ss-word@cluster.example/db", ["p%40ss-word", "p@ss-word"]],
    ["postgres://user:hunter2/x@db.example:5432/app", []],
    ["postgres://user:hunter2@db.example:5432/app?sslmode=require", ["hunter2"]],
    ["AccountName=shop;AccountKey=c2VjcmV0LWtleQ==;EndpointSuffix=core.windows.net", ["c2VjcmV0LWtleQ=="]],
    ["https://shop.blob.core.windows.net/c?sv=2024&sig=Zm9v%2FYmFy&se=2030", ["Zm9v%2FYmFy", "Zm9v/YmFy"]],
    ["jdbc:redshift://h:5439/db?user=app&password=hunter22", ["hunter22"]],
    ["Server=db.example;Pwd=hunter22;Database=app", ["hunter22"]],
  ])("finds the secrets in the connection string %s, and keeps its host", (text, secrets) => {
    const scrub = scrubberFor([text]);
    for (const secret of secrets)
      expect(scrub(`login with ${secret} failed`)).toBe("login with [secret] failed");
    expect(scrub("db.example: app and cluster.example refused")).toBe(
      "db.example: app and cluster.example refused",
    );
    expect(scrub(`bad: ${text}`)).toBe("bad: [secret]");
  });

  it("leaves no rest of a secret that contains another", () => {
    expect(scrubberFor(["hunter", "hunter2345"])("it is hunter2345")).toBe("it is [secret]");
    expect(scrubberFor(["hunter2345", "hunter"])("it is hunter2345")).toBe("it is [secret]");
  });

  it("leaves less than twelve characters of a secret truncated at either end", () => {
    const secret = fc.string({
      minLength: 13,
      maxLength: 60,
      unit: fc.constantFrom(...Array.from('abcXYZ019+/é"\\ ')),
    });
    const form = fc.constantFrom(...forms.slice(0, 6));
    fc.assert(
      fc.property(secret, form, fc.nat(), fc.boolean(), (value, written, random, isEnd) => {
        fc.pre(/^\w/.test(value));
        const whole = written(value);
        const cut = random % whole.length;
        const rest = isEnd ? whole.slice(cut) : whole.slice(0, cut);
        const left = scrubberFor([value])(`cannot use ${rest} here`);
        for (const candidate of [value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value)]) {
          for (let at = 0; at + 12 <= candidate.length; at++) {
            expect(left).not.toContain(candidate.slice(at, at + 12));
          }
        }
        expect(left).toMatch(/^cannot use.*here$/s);
      }),
    );
    const scrub = scrubberFor(["wJalrXUtnFEMIK7MDENG"]);
    expect(scrub("it begins with wJalrXUtnFEMI...")).toBe("it begins with [secret]...");
    expect(scrub("it ends in ...tnFEMIK7MDENG")).toBe("it ends in ...[secret]");
    expect(scrub("wJalrXUtnFE... is not enough")).toBe("wJalrXUtnFE... is not enough");
  });

  it.each([
    [
      "postgresql://loader:hunter2345@db.example.com/sales",
      "postgresql://loader:hun",
      "postgresql://loader:[secret]",
    ],
    [
      "Server=db.example.com;Password=hunter2345",
      "Server=db.example.com;Password=hu",
      "Server=db.example.com;Password=[secret]",
    ],
    [
      "postgresql://loader:hunter2345@db.example.com/sales",
      "2345@db.example.com/sales",
      "[secret]@db.example.com/sales",
    ],
    [
      "https://shop.blob.core.windows.net/in?sv=2024&sig=Zm9vYmFyYmF6cXV4%3D",
      "https://shop.blob.core.windows.net/in?sv=2024&sig=Zm9vYm",
      "https://shop.blob.core.windows.net/in?sv=2024&sig=[secret]",
    ],
    ["c2VjcmV0LWtleS1pbi1iYXNlNjQ==", "c2VjcmV0LWtleS1p", "[secret]"],
  ])("removes the rest of a credential from a truncated %s", (value, rest, text) => {
    expect(scrubberFor([value])(`cannot use ...${rest}...`)).toBe(`cannot use ...${text}...`);
  });

  it("keeps the public parts of a secret", () => {
    const scrub = scrubberFor([
      "postgresql://loader:hunter2345@db.example.com/sales",
      "Server=db.example.com;Password=hunter2345;Encrypt=true",
      '{"type": "service_account", "private_key_id": "abcdefghijklmnop"}',
    ]);
    for (const text of [
      "cannot resolve postgresql://loader:...",
      "no such host: db.example.com/sales",
      "Server=db.example.com;Encrypt=true",
      'cannot read {"type": ...',
    ]) {
      expect(scrub(text)).toBe(text);
    }
    expect(scrub('"private_key_id": "abcdefghijklmn..."')).toBe('"private_key_id": "[secret]..."');
  });

  it("replaces short secrets only as whole words", () => {
    expect(scrubberFor(["in"])("in the config: invalid, in")).toBe("[secret] the config: invalid, [secret]");
  });

  it("hides numbers, except short ones such as sizes, ports and status codes", () => {
    const scrub = scrubberFor([{ pin: 12345678, port: 5432 }, true, null, undefined, ""]);
    expect(scrub("12345678 at 5432, true")).toBe("[secret] at 5432, true");
  });
});
