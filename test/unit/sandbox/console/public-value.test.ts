import { describe, expect, it } from "@jest/globals";
import { hiddenTexts, publicValue, withoutCredentials } from "../../../../sandbox/src/console/public-value";

const schema = {
  properties: {
    host: { type: "string" },
    port: { type: "integer" },
    password: { type: "string", writeOnly: true },
    hosts: { type: "array", items: { type: "string" } },
    free: { type: "object" },
    login: {
      oneOf: [{ properties: { user: {}, token: { writeOnly: true } } }, { properties: { user: {} } }],
    },
  },
};

describe("what is shown of a configuration", () => {
  it("is what the catalog knows to be public, at every depth", () => {
    const value = {
      host: "example.com",
      port: 1,
      password: "p",
      hosts: ["a", "b"],
      free: { any: "secret?", yes: true },
      login: { user: "me", token: "t", more: "?" },
      unknown: "?",
      toString: "?",
      nothing: null,
    };
    expect(publicValue([schema], value)).toEqual({
      host: "example.com",
      port: 1,
      password: "[secret]",
      hosts: ["a", "b"],
      free: { any: "[secret]", yes: true },
      login: { user: "me", token: "[secret]", more: "[secret]" },
      unknown: "[secret]",
      toString: "[secret]",
      nothing: null,
    });
    expect(publicValue([undefined], { a: "x" })).toBe("[secret]");
  });

  it("has the vendor's masks, and no credentials in other texts", () => {
    const value = { password: "****", host: "postgres://me:pass@example.com/db" };
    expect(publicValue([schema], value, "****")).toEqual({ password: "****", host: "[secret]" });
    expect(withoutCredentials({ a: ["password=hunter2"], key: "k", b: 1 }, (key) => key === "key")).toEqual({
      a: ["[secret]"],
      key: "[secret]",
      b: 1,
    });
  });

  it("returns the texts that it lacks", () => {
    const value = { password: "p", host: "h", login: { token: "t", user: "u" }, list: ["x"] };
    expect(hiddenTexts(value, publicValue([schema], value))).toEqual(["p", "t", "x"]);
  });
});
