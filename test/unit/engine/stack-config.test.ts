import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
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
      "traced:name": { value: "a2", secret: false },
      "traced:nob": { value: "1", secret: false },
      "traced:flag": { value: "true", secret: false },
      "traced:k": { value: "v", secret: true },
      "unstructured:accounts": {
        value: '{"eu":{"apiUrl":"https://eu.example.com","apiKey":"v"}}',
        secret: true,
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
      "traced:name": { value: "b: c", secret: false },
      "unstructured:apiUrl": { value: "https://x", secret: false },
      "traced:flag": { value: "true", secret: false },
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
    expect(open().read()).toEqual({ "traced:key": { value: "hunter2", secret: true } });
    const again = open();
    again.set("key", "plain", { secret: false });
    again.save();
    expect(open().read()).toEqual({ "traced:key": { value: "plain", secret: false } });
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
