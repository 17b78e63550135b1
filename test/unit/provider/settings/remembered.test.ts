import { afterEach, describe, expect, it } from "@jest/globals";
import { RememberedResults } from "../../../../provider/src/settings/remembered";

const variable = "REMEMBERED_TEST_VARIABLE";

describe("a remembered result", () => {
  let config: Record<string, string> = {};
  let made = 0;
  const results = new RememberedResults<string>();
  const reader = (key: string): string | undefined => config[key];
  const get = (key = "platform", read = reader): string =>
    results.get(read, key, (configOf, environment) => {
      made++;
      return `${configOf("a") ?? "none"} ${environment(variable) ?? "none"}`;
    });

  afterEach(() => {
    config = {};
    made = 0;
    delete process.env.REMEMBERED_TEST_VARIABLE;
  });

  it("is made once, while what was read for it stays the same", () => {
    expect([get("once"), get("once")]).toEqual(["none none", "none none"]);
    config.other = "not read";
    expect(get("once")).toBe("none none");
    expect(made).toBe(1);
  });

  it("is made again after a change of the config or of the environment", () => {
    get();
    config.a = "set";
    expect(get()).toBe("set none");
    process.env[variable] = "set, too";
    expect(get()).toBe("set set, too");
    config = {};
    expect(get()).toBe("none set, too");
    expect(made).toBe(4);
  });

  it("is that of one reader and one key", () => {
    get("one");
    get("two");
    get("one", (key) => ({ a: "of another" })[key]);
    expect(made).toBe(3);
  });
});
