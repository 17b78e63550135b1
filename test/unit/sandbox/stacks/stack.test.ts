import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { loadProject } from "../../../../sandbox/src/engine/stack/load-project";
import { newCrypter } from "../../../../provider/src/project/passphrase";
import { runOperation } from "../../../../sandbox/src/stacks/operation";
import { Stack } from "../../../../sandbox/src/stacks/stack";

const urn = "urn:pulumi:dev::travel::a:b:C::n";
const marked = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

interface Exported {
  readonly deployment: {
    readonly manifest: object;
    readonly resources: readonly { readonly inputs: object }[];
  };
}

describe("export and import of a state", () => {
  const { PULUMI_CONFIG_PASSPHRASE: before } = process.env;
  // Made once, because deriving a key takes a million iterations.
  const { state: salt } = newCrypter("pp");
  let folder: string;
  let warnings: string[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "stack-"));
    writeFileSync(join(folder, "Pulumi.yaml"), "name: travel\nruntime: nodejs\n");
    for (const name of ["dev", "other"]) {
      writeFileSync(join(folder, `Pulumi.${name}.yaml`), `encryptionsalt: ${salt}\n`);
    }
    process.env.PULUMI_CONFIG_PASSPHRASE = "pp";
    warnings = [];
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
    if (before === undefined) delete process.env.PULUMI_CONFIG_PASSPHRASE;
    else process.env.PULUMI_CONFIG_PASSPHRASE = before;
  });

  const open = (name = "dev"): Stack => new Stack(loadProject(folder), name);
  const document = (resource: object, parts: object = {}): string =>
    JSON.stringify({
      version: 3,
      deployment: { resources: [{ urn, type: "a:b:C", custom: true, id: "1", ...resource }], ...parts },
    });
  const imported = async (text: string, force = false): Promise<Exported> => {
    await open().importDeployment(text, { force, warn: (message) => warnings.push(message) });
    return JSON.parse(open().exportDeployment()) as Exported;
  };

  it("preserves unknown keys of resources and of the deployment", async () => {
    const manifest = { time: "2026-01-01T00:00:00Z", magic: "", version: "", plugins: [], more: 1 };
    const parts = { manifest, metadata: { integrity_error: { error: "x" } }, snippets: [{ uuid: "u" }] };
    const text = document(
      { sourcePosition: "project:///index.ts", hideDiff: ["a"], unheardOf: { b: 1 } },
      parts,
    );
    const exported = await imported(text);
    const { resources, ...deployment } = (JSON.parse(text) as Exported).deployment;
    expect(exported.deployment).toMatchObject(deployment);
    expect(exported.deployment.resources).toEqual(resources);
    await open().state().write(open().state().checkpoint);
    const written = (JSON.parse(open().exportDeployment()) as Exported).deployment;
    expect(written).toMatchObject({ ...deployment, manifest: { plugins: [], more: 1 } });
    expect(written.manifest).not.toMatchObject({ time: manifest.time });
  });

  it("encrypts imported plaintext secrets, and exports them in plaintext on request", async () => {
    const shown = { ...marked, plaintext: '{"a":"hunter2"}' };
    await imported(document({ inputs: { secret: shown } }));
    expect(readFileSync(open().statePath, "utf8")).not.toContain("hunter2");
    expect((JSON.parse(open().exportDeployment(true)) as Exported).deployment.resources).toMatchObject([
      { inputs: { secret: shown } },
    ]);
  });

  it("fails with another passphrase, without quoting a value", async () => {
    await imported(document({ inputs: { secret: { ...marked, plaintext: '"hunter2"' } } }));
    const text = open().exportDeployment();
    process.env.PULUMI_CONFIG_PASSPHRASE = "another";
    await expect(imported(text)).rejects.toThrow(/^the deployment: incorrect passphrase/);
    process.env.PULUMI_CONFIG_PASSPHRASE = "pp";
    const foreign = text.replace(/"v1:[^:"]+:[^:"]+"/, '"v1:AAAAAAAAAAAAAAAA:AAAAAAAAAAAAAAAAAAAAAAAAAAAA"');
    await expect(imported(foreign)).rejects.toThrow(`the deployment: ${urn}: a secret`);
    const broken = document({ inputs: { secret: { ...marked, plaintext: "hunter2" } } });
    await expect(imported(broken)).rejects.toThrow(`the deployment: ${urn}: this is not valid JSON`);
  });

  it("refuses a foreign or corrupt state, unless forced", async () => {
    const foreign = document({ urn: "urn:pulumi:prod::other::a:b:C::n", parent: urn });
    const [stack, project, order] = [
      "resource 'urn:pulumi:prod::other::a:b:C::n' is from a different stack (prod != dev)",
      "resource 'urn:pulumi:prod::other::a:b:C::n' is from a different project (other != travel)",
      `state file contains errors: child resource urn:pulumi:prod::other::a:b:C::n refers to missing parent ${urn}`,
    ];
    await expect(imported(foreign)).rejects.toThrow(
      `4 errors occurred:\n    1) ${stack}\n    2) ${project}\n    3) ${order}\n    4) importing this file could be dangerous; rerun with --force to proceed anyway`,
    );
    expect(() => open().exportDeployment()).toThrow("no stack named 'dev' found");
    await imported(foreign, true);
    expect(warnings).toEqual([stack, project, order]);
    // A corrupt state can be exported, in order to fix it, but not used.
    expect(() => open().state()).toThrow(/dev\.json: state file contains errors: child resource/);
    expect(open().exportDeployment()).toContain("prod");
  });

  it("is stored in one line and exported in lines, and what is no JSON as it is", async () => {
    await imported(document({}));
    expect(readFileSync(open().statePath, "utf8").trimEnd()).not.toContain("\n");
    expect(open().exportDeployment()).toMatch(/^{\n {4}"version": 3,\n {4}"deployment": {\n/);
    writeFileSync(open().statePath, '{"version": 3,');
    expect(open().exportDeployment()).toBe('{"version": 3,');
  });

  it("drops pending operations", async () => {
    const resource = { urn, type: "a:b:C", custom: true };
    const exported = await imported(document({}, { pending_operations: [{ type: "creating", resource }] }));
    expect(exported.deployment).not.toHaveProperty("pending_operations");
    expect(warnings).toEqual([`removing pending operation 'creating' on '${urn}' from snapshot`]);
  });

  it("locks the stack, and reports the holder of the lock", async () => {
    const lock = open().lock();
    const locked = `the stack 'dev' is currently locked by process ${process.pid}`;
    await expect(imported(document({}))).rejects.toThrow(locked);
    for (const kind of ["update", "refresh", "destroy"] as const) {
      await expect(runOperation(open(), kind)).rejects.toThrow(locked);
    }
    await open("other").importDeployment('{"version":3,"deployment":{}}', { warn: () => undefined });
    lock.release();
    await imported(document({}));
    expect(Stack.all(loadProject(folder)).map(({ name }) => name)).toEqual(["dev", "other"]);
  });
});
