import { describe, expect, it } from "@jest/globals";
import { nearest } from "../../../../provider/src/catalog/nearest";

describe("the nearest word", () => {
  it("is one that differs in few letters, or none", () => {
    expect(nearest("remote_ulr", ["recursive", "remote_url"])).toBe("remote_url");
    expect(nearest("postgress", ["postgres", "pinecone"])).toBe("postgres");
    expect(nearest("xyz", ["recursive", "remote_url"])).toBeUndefined();
  });

  it("is not looked for where no candidate can be near: the distances of a huge word would take minutes", () => {
    const candidates = Array.from({ length: 1_000 }, (_, index) => `candidate-${index}`);
    expect(nearest("y".repeat(1_000_000), candidates)).toBeUndefined();
  });
});
