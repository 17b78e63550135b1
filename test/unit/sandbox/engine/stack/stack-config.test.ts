import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { itOnPosix } from "../../../../harness/on-posix";
import { StackConfigFile } from "../../../../../sandbox/src/engine/stack/stack-config";

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

  it("reads a file of the CLI", () => {
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
        value: '{"eu":{"apiKey":"v","apiUrl":"https://eu.example.com"}}',
        secrets: ["v"],
      },
    });
  });

  it("sets values in the project's namespace by default, and keeps comments", () => {
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
    expect(() => file.set("a:b:c", "x", { secret: false })).toThrow(/invalid configuration key/);
  });

  it("encrypts secrets with a salt that is made once, and replaces a secret with a plain value", () => {
    const file = open();
    file.set("key", "hunter2", { secret: true });
    file.save();
    expect(text()).not.toContain("hunter2");
    expect(text()).toMatch(/^encryptionsalt: v1:/);
    expect(open().read()).toEqual({ "traced:key": { value: "hunter2", secrets: ["hunter2"] } });
    const again = open();
    again.set("key", "plain", { secret: false });
    again.save();
    expect(open().read()).toEqual({ "traced:key": { value: "plain", secrets: [] } });
  });

  it("keeps all digits of integers, and reads an empty value as an empty string", () => {
    write("config:\n  traced:big: 12345678901234567890\n  traced:empty:\n  traced:list: [1, a]\n");
    const file = open();
    file.set("other", "x", { secret: false });
    file.save();
    expect(text()).toContain("traced:big: 12345678901234567890");
    const values = Object.values(open().read()).map(({ value }) => value);
    expect(values).toEqual(["12345678901234567890", "", '[1,"a"]', "x"]);
  });

  it("refuses a stack with another secrets provider", () => {
    const cloud = "config:\n  traced:k:\n    secure: AAABADQXFlU0mxbTgNyl39UfVg4DdCoL94SCNMX3MkvZhBZj\n";
    write(cloud);
    expect(() => open().read()).toThrow(/encryptionsalt is missing.*needs the pulumi CLI/);
    expect(text()).toBe(cloud);
  });

  describe("read without secrets and accounts", () => {
    const cloud = `secretsprovider: awskms://alias/x
encryptedkey: AAAB
config:
  traced:plain: a
  traced:k:
    secure: AAABADQXFlU0mxbTgNyl39UfVg4DdCoL94SCNMX3MkvZhBZj
  traced:accounts:
    eu:
      key:
        secure: AAABAOther
      name: eu
  platform:apiUrl: https://eu.example.com
  platform:apiKey:
    secure: AAABAKey
  platform-two:x: "1"
`;
    const detached = (values: Readonly<Record<string, string>> = {}): StackConfigFile =>
      StackConfigFile.open(folder, "dev", "traced", "pp", { namespaces: ["platform"], values });

    it("has a placeholder for each secret that changes only with the ciphertext, and no settings of accounts", () => {
      write(cloud);
      const { "traced:k": k, "traced:accounts": accounts, ...others } = detached().read();
      expect(others).toEqual({
        "traced:plain": { value: "a", secrets: [] },
        "platform-two:x": { value: "1", secrets: [] },
      });
      expect(k?.value).toMatch(/^placeholder-[0-9a-f]{24}$/);
      expect(k?.secrets).toEqual([k?.value]);
      const [inner = ""] = accounts?.secrets ?? [];
      expect(accounts?.value).toBe(`{"eu":{"key":"${inner}","name":"eu"}}`);
      expect(inner).not.toBe(k?.value);
      expect(detached().read()["traced:k"]).toEqual(k);
      write(cloud.replace("secure: AAABADQ", "secure: AAABADR"));
      expect(detached().read()["traced:k"]).not.toEqual(k);
    });

    it("overrides values of the file, which stay secret", () => {
      write(cloud);
      const values = { k: "postgres://host", plain: "b", "platform:apiUrl": "http://localhost", fresh: "c" };
      expect(detached(values).read()).toMatchObject({
        "traced:k": { value: "postgres://host", secrets: ["postgres://host"] },
        "traced:plain": { value: "b", secrets: [] },
        "platform:apiUrl": { value: "http://localhost", secrets: [] },
        "traced:fresh": { value: "c", secrets: [] },
      });
    });

    it("needs no passphrase, and does not change the file", () => {
      const file = open("another");
      file.set("key", "hunter2", { secret: true });
      file.save();
      const before = text();
      const crypter = detached().crypter();
      expect(crypter.decrypt(crypter.encrypt("x"))).toBe("x");
      expect(detached().read()["traced:key"]?.value).toMatch(/^placeholder-/);
      expect(text()).toBe(before);
    });
  });

  it("is not created by reading it", () => {
    open().read();
    open().crypter();
    expect(existsSync(join(folder, "Pulumi.dev.yaml"))).toBe(false);
  });

  itOnPosix("makes a file that only its owner can read", () => {
    const file = open();
    file.set("key", "hunter2", { secret: true });
    file.save();
    expect(statSync(file.path).mode & 0o077).toBe(0);
  });

  itOnPosix("keeps the permissions of an existing file", () => {
    write("config: {}\n");
    chmodSync(join(folder, "Pulumi.dev.yaml"), 0o644);
    const file = open();
    file.set("key", "x", { secret: false });
    file.save();
    expect(statSync(file.path).mode & 0o777).toBe(0o644);
  });

  it("reports a wrong passphrase, a syntax error, and another secrets provider", () => {
    const file = open();
    file.set("key", "hunter2", { secret: true });
    file.save();
    expect(() => open("other").read()).toThrow(/Pulumi.dev.yaml.*incorrect passphrase/);
    write("config: [");
    expect(() => open()).toThrow(/Pulumi.dev.yaml/);
    write("secretsprovider: awskms://alias/x\n");
    expect(() => open()).toThrow(/this stack needs the pulumi CLI/);
  });

  // The file and the messages are those of the CLI after the same commands.
  it("sets values within maps and lists as the CLI does", () => {
    const file = open();
    const set = (key: string, value: string): void => file.set(key, value, { secret: false, path: true });
    set("outer.inner", "5");
    set("outer.big", "012");
    set("outer.t", "true");
    set('names[0]["a.b"]', "x");
    set("fresh[2]", "2020-01-01");
    set("other:o.p", "+7");
    set("top", "true");
    file.set("plain.dot", "1", { secret: false });
    file.save();
    expect(text()).toBe(`config:
  traced:outer:
    inner: 5
    big: "012"
    t: true
  traced:names:
    - a.b: x
  traced:fresh:
    - null
    - null
    - "2020-01-01"
  other:o:
    p: 7
  traced:top: "true"
  traced:plain.dot: "1"
`);
  });

  it.each([
    ["outer.t.x", "could not set config: outer.t: expected a map"],
    ["outer.t[0]", "could not set config: outer.t: expected an array"],
    ["names[2]", "could not set config: names[2]: array index out of range"],
    ["names.a", "could not set config: names.a: key for an array must be an int"],
    ["outer[0]", "could not set config: outer[0]: key for a map must be a string"],
    ["new.secure", 'could not set config: maps with the single key "secure" are reserved'],
    ["outer.", "invalid config key path: outer."],
    ["[0]", "invalid config key path: [0]"],
    [".a", "invalid config key path: .a"],
  ])("refuses to set %s, without changing the file", (key, message) => {
    write("config:\n  traced:outer: {t: true}\n  traced:names: [a]\n");
    const file = open();
    expect(() => file.set(key, "v", { secret: false, path: true })).toThrow(message);
    file.save();
    expect(open().read()).toEqual({
      "traced:outer": { value: '{"t":true}', secrets: [] },
      "traced:names": { value: '["a"]', secrets: [] },
    });
  });

  it("may have secrets anywhere in a value, shown only on request", () => {
    const file = open();
    file.set("accounts.eu.key", "hunter2", { secret: true, path: true });
    file.set("accounts.eu.name", "<eu>", { secret: false, path: true });
    file.set("a-b:c", "1", { secret: false });
    file.set("a:z", "1", { secret: false });
    file.save();
    expect(text()).not.toContain("hunter2");
    const shown = { value: '{"eu":{"key":"hunter2","name":"\\u003ceu\\u003e"}}', object: true, secret: true };
    expect(open().show(true)["traced:accounts"]).toEqual(shown);
    // No passphrase is needed unless they are shown.
    const listed = open("another").show(false);
    expect(Object.keys(listed)).toEqual(["a:z", "a-b:c", "traced:accounts"]);
    expect(listed["traced:accounts"]).toEqual({
      ...shown,
      value: shown.value.replace("hunter2", "[secret]"),
    });
    expect(open().get("accounts.eu.key", { path: true })).toEqual({
      value: "hunter2",
      object: false,
      secret: true,
    });
    expect(open().get("accounts.us.key", { path: true })).toBeUndefined();
    expect(open().get("accounts.eu.key")).toBeUndefined();
  });

  it("removes values and parts of them", () => {
    write(
      "config:\n  traced:outer: {t: true, list: [a, b]}\n  traced:config:old: 1\n  a:s: {x: 1, secure: y}\n",
    );
    const file = open();
    expect(file.remove("outer.list[0]", { path: true })).toBe(true);
    expect(file.remove("outer.nope.deep", { path: true })).toBe(false);
    expect(file.remove("outer.t", { path: true })).toBe(true);
    expect(file.remove("old")).toBe(true);
    expect(() => file.remove("a:s.x", { path: true })).toThrow(/reserved/);
    expect(file.remove("a:s")).toBe(true);
    file.save();
    expect(open().read()).toEqual({ "traced:outer": { value: '{"list":["b"]}', secrets: [] } });
    file.remove("outer");
    file.save();
    expect(text()).not.toContain("config");
  });
});
