import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { StackConfigFile } from "../../../sandbox/src/engine/stack-config";

describe("Pulumi.<stack>.yaml", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "stack-config-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const open = (passphrase = "pp"): StackConfigFile =>
    StackConfigFile.open(folder, "dev", "traced", passphrase);
  const write = (text: string): void => writeFileSync(join(folder, "Pulumi.dev.yaml"), text);
  const text = (): string => readFileSync(join(folder, "Pulumi.dev.yaml"), "utf8");

  it("reads what the CLI has written", () => {
    write(`encryptionsalt: v1:r9fromqclIw=:v1:IWSDaZS+Z+U3bywq:Gxuh2bnayOjMe2Wr7vIB6i3inKC8Xg==
config:
  traced:name: a2
  traced:nob: "1"
  traced:flag: true
  traced:k:
    secure: v1:fd0gijXGxYkwXUMr:jIdm6hDOQebKUi7CujLMjHg=
  unstructured:accounts:
    eu:
      apiUrl: https://eu.example.com
      apiKey:
        secure: v1:fd0gijXGxYkwXUMr:jIdm6hDOQebKUi7CujLMjHg=
`);
    expect(open().read()).toEqual({
      "traced:name": { value: "a2", secrets: [] },
      "traced:nob": { value: "1", secrets: [] },
      "traced:flag": { value: "true", secrets: [] },
      "traced:k": { value: "v", secrets: ["v"] },
      "unstructured:accounts": {
        value: '{"eu":{"apiUrl":"https://eu.example.com","apiKey":"v"}}',
        secrets: ["v"],
      },
    });
  });

  it("sets values for the project unless a namespace is named, and keeps comments", () => {
    write("# mine\nconfig:\n  traced:name: a # why\n");
    const file = open();
    file.set("name", "b: c", { secret: false });
    file.set("unstructured:apiUrl", "https://x", { secret: false });
    file.set("flag", "true", { secret: false });
    file.save();
    expect(text()).toContain("# mine");
    expect(open().read()).toEqual({
      "traced:name": { value: "b: c", secrets: [] },
      "unstructured:apiUrl": { value: "https://x", secrets: [] },
      "traced:flag": { value: "true", secrets: [] },
    });
    expect(() => file.set("a:b:c", "x", { secret: false })).toThrow(/invalid config key/);
  });

  it("encrypts secrets with a salt that it makes once, and replaces a secret by a plain value", () => {
    const file = open();
    file.set("key", "hunter2", { secret: true });
    file.save();
    expect(text()).not.toContain("hunter2");
    expect(text()).toMatch(/^encryptionsalt: v1:/);
    expect(statSync(file.path).mode & 0o077).toBe(0);
    expect(open().read()).toEqual({ "traced:key": { value: "hunter2", secrets: ["hunter2"] } });
    const again = open();
    again.set("key", "plain", { secret: false });
    again.save();
    expect(open().read()).toEqual({ "traced:key": { value: "plain", secrets: [] } });
  });

  it("reads integers of any length as they stand, and an empty value as an empty text", () => {
    write("config:\n  traced:big: 12345678901234567890\n  traced:empty:\n  traced:list: [1, a]\n");
    const file = open();
    file.set("other", "x", { secret: false });
    file.save();
    expect(text()).toContain("traced:big: 12345678901234567890");
    const values = Object.values(open().read()).map(({ value }) => value);
    expect(values).toEqual(["12345678901234567890", "", '[1,"a"]', "x"]);
  });

  it("leaves the file of a stack alone that another secrets provider encrypts", () => {
    const cloud = "config:\n  traced:k:\n    secure: AAABADQXFlU0mxbTgNyl39UfVg4DdCoL94SCNMX3MkvZhBZj\n";
    write(cloud);
    expect(() => open().read()).toThrow(/encryptionsalt is missing.*needs the pulumi CLI/);
    expect(text()).toBe(cloud);
  });

  it("is not made by looking at it", () => {
    open().read();
    open().crypter();
    expect(existsSync(join(folder, "Pulumi.dev.yaml"))).toBe(false);
  });

  it("keeps the permissions of a file that is there", () => {
    write("config: {}\n");
    chmodSync(join(folder, "Pulumi.dev.yaml"), 0o644);
    const file = open();
    file.set("key", "x", { secret: false });
    file.save();
    expect(statSync(file.path).mode & 0o777).toBe(0o644);
  });

  it("says what is wrong: the passphrase, the YAML, another secrets provider", () => {
    const file = open();
    file.set("key", "hunter2", { secret: true });
    file.save();
    expect(() => open("other").read()).toThrow(/Pulumi.dev.yaml.*incorrect passphrase/);
    write("config: [");
    expect(() => open()).toThrow(/Pulumi.dev.yaml/);
    write("secretsprovider: awskms://alias/x\n");
    expect(() => open()).toThrow(/this stack needs the pulumi CLI/);
  });
});
