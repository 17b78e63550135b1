import { expect, it } from "@jest/globals";
import { describeBetweenEngines, describeOnEngines } from "../harness";

const planted = "PLANTEDstate7HENG";
const program = (path: string): string => `
const s3 = { type: "s3", config: { remote_url: "s3://${path}/", key: "AKIA", secret: "${planted}" } };
const first = new unstructured.Source("first", s3);
new unstructured.Destination("second", s3, { parent: first });
exports.firstId = first.id;
exports.secret = pulumi.secret("${planted}");
`;
const empty = '{"version":3,"deployment":{}}';

interface Deployment {
  readonly deployment: { readonly resources: readonly Resource[] };
}

interface Resource {
  readonly urn: string;
  readonly type: string;
  readonly sourcePosition?: string;
  readonly stackTrace?: readonly unknown[];
}

describeOnEngines("an exported state", (world) => {
  it("can be imported again unchanged, including secrets", async () => {
    const { platform, project, stack } = world();
    project.program(program("bucket"));
    expect(await stack.up()).toMatchObject({ succeeded: true, changes: { create: 3 } });
    const exported = await stack.exportState();
    expect(exported).not.toContain(planted);
    await stack.importState(empty);
    expect(await stack.resources()).toEqual({});
    await stack.importState(exported);
    platform.takeWrites();
    expect(await stack.up()).toMatchObject({ succeeded: true, changes: { same: 3 } });
    expect(platform.takeWrites()).toEqual([]);
    expect(await stack.exportState()).not.toContain(planted);
  });

  it("is refused if it was tampered with or is from another stack", async () => {
    const { stack } = world();
    const before = await stack.exportState();
    const deployment = JSON.parse(before) as Deployment;
    const { resources } = deployment.deployment;
    const reversed = { ...deployment.deployment, resources: resources.toReversed() };
    const tampered = JSON.stringify({ ...deployment, deployment: reversed });
    await expect(stack.importState(tampered)).rejects.toThrow(
      /2 errors occurred:\s+1\) state file contains errors: resource urn:\S+ refers to unknown provider urn:\S+\s+2\) importing this file could be dangerous/,
    );
    await expect(
      stack.importState(before.replaceAll("urn:pulumi:dev::", "urn:pulumi:prod::")),
    ).rejects.toThrow(/is from a different stack \(prod != dev\)/);
    await expect(stack.importState(before.replace('"urn":', '"urn": 1, "was":'))).rejects.toThrow();
    expect(await stack.exportState()).toBe(before);
  });
});

describeBetweenEngines("a state", (world) => {
  it("moves from the CLI to the embedded engine and back without changes", async () => {
    const { platform, project, cli, embedded } = world();
    project.program(program("bucket"));
    expect(await cli.up()).toMatchObject({ succeeded: true, changes: { create: 3 } });
    await embedded.importState(await cli.exportState());
    platform.takeWrites();
    expect(await embedded.up()).toMatchObject({ succeeded: true, changes: { same: 3 } });
    expect(platform.takeWrites()).toEqual([]);
    expect(await embedded.outputs()).toEqual({
      firstId: expect.any(String),
      secret: expect.objectContaining({ ciphertext: expect.stringMatching(/^v1:/) }),
    });

    project.program(program("other"));
    expect(await embedded.up()).toMatchObject({ succeeded: true, changes: { update: 2, same: 1 } });
    const exported = await embedded.exportState();
    expect(exported).not.toContain(planted);
    await cli.importState(exported);
    platform.takeWrites();
    expect(await cli.up()).toMatchObject({ succeeded: true, changes: { same: 3 } });
    expect(platform.takeWrites()).toEqual([]);
    expect(await cli.exportState()).not.toContain(planted);
  });

  it("has the line of the program that makes a resource, and no call of Node or the SDK", async () => {
    const { deployment } = JSON.parse(await world().cli.exportState()) as Deployment;
    const made = deployment.resources.filter(({ type }) => type.startsWith("pulumi-nodejs:"));
    expect(made).toHaveLength(2);
    for (const { sourcePosition, stackTrace } of made) {
      expect(sourcePosition).toMatch(/^project:\/\/\/index\.js#\d+,\d+$/);
      expect(stackTrace).toEqual([{ sourcePosition }]);
    }
  });
});
