import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { newCrypter } from "../../../../../provider/src/project/passphrase";
import { newResourceState, type ResourceState } from "../../../../../sandbox/src/engine/state/resource-state";
import { StateFile } from "../../../../../sandbox/src/engine/state/state-file";
import { Secret } from "../../../../../sandbox/src/engine/values/property";

const crypter = newCrypter("pass");

const resource = (name: string, value = 1): ResourceState =>
  newResourceState(
    { urn: `urn:pulumi:dev::p::a:b:C::${name}`, type: "a:b:C", custom: true },
    { id: name, inputs: { value, secret: new Secret(`CANARY of ${name}`) } },
  );

describe("the state of an operation that was killed", () => {
  let folder: string;
  let path: string;
  let journal: string;
  const read = (): StateFile => StateFile.read(path, "pass", () => crypter);
  const resources = (): unknown =>
    read().checkpoint.resources.map(({ id, inputs: { value } }) => `${id} ${JSON.stringify(value)}`);

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "state-file-"));
    path = join(folder, "dev.json");
    journal = `${path}.journal`;
    const killed = read();
    await killed.write(
      { resources: [resource("a"), resource("b"), resource("c")], pendingOperations: [] },
      1,
    );
    await killed.append([{ kind: "put", number: 3, resource: resource("d") }]);
    await killed.append([
      { kind: "drop", number: 1 },
      { kind: "put", number: 4, resource: resource("b", 2) },
      { kind: "keep", number: 5, before: 2 },
      { kind: "begin", number: 6, operation: { type: "creating", resource: resource("e") } },
      { kind: "begin", number: 7, operation: { type: "creating", resource: resource("f") } },
      { kind: "end", number: 7 },
    ]);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("is what was written last, with the new resources before those that were not reached", () => {
    expect(resources()).toEqual(["a 1", "d 1", "b 2", "c 1"]);
    const [pending, ...others] = read().checkpoint.pendingOperations;
    expect(pending).toMatchObject({ type: "creating", resource: { id: "e" } });
    expect(others).toEqual([]);
  });

  it("has no secret in the clear", () => {
    expect(readFileSync(journal, "utf8")).toContain("ciphertext");
    for (const file of [path, journal]) expect(readFileSync(file, "utf8")).not.toContain("CANARY");
    const [first] = read().checkpoint.resources;
    expect(first?.inputs.secret).toEqual(new Secret("CANARY of a"));
  });

  it("lacks the change that was being written", () => {
    appendFileSync(journal, '{"kind":"drop","num');
    expect(resources()).toEqual(["a 1", "d 1", "b 2", "c 1"]);
  });

  it("is the one before, if the first change was being written", () => {
    writeFileSync(journal, readFileSync(journal, "utf8").slice(0, 20));
    expect(resources()).toEqual(["a 1", "b 1", "c 1"]);
  });

  it("is not changed by the journal of another state", async () => {
    const stale = readFileSync(journal, "utf8");
    await read().write({ resources: [resource("a", 9)], pendingOperations: [] });
    expect(existsSync(journal)).toBe(false);
    writeFileSync(journal, stale);
    expect(resources()).toEqual(["a 9"]);
  });

  it("is refused if the journal is damaged", () => {
    appendFileSync(journal, '{"kind":"put","number":1}\n');
    expect(read).toThrow(`${journal}: line 9 is not an entry of a journal: resource`);
  });

  it("is complete in the file after the next change", async () => {
    await read().edit(read().checkpoint.resources.slice(1));
    expect(existsSync(journal)).toBe(false);
    expect(resources()).toEqual(["d 1", "b 2", "c 1"]);
  });
});
