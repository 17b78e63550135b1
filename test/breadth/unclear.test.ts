import { expect, it } from "@jest/globals";
import { describeOnEngines } from "../harness";

const program = (number: number, secret = number): string => `
new unstructured.Source("source", { type: "s3", config: { remote_url: "s3://bucket/${number}/", key: "AKIA", secret: "wJal-${secret}" } });
`;

describeOnEngines("an update that is applied but has an unusable response", (world) => {
  const remoteUrl = async (): Promise<unknown> => {
    const { platform, stack } = world();
    const { source } = await stack.resources();
    const { body } = await platform.ask("GET", `/api/v1/sources/${source?.id}`);
    return (body as { config: { remote_url: unknown } }).config.remote_url;
  };

  it("fails as indeterminate", async () => {
    const { platform, project, stack } = world();
    project.program(program(1));
    await stack.up();
    project.program(program(2));
    platform.setFaults([{ fault: { kind: "body", is: "empty" }, method: "PUT" }]);
    const { succeeded, output } = await stack.up();
    expect(succeeded).toBe(false);
    expect(output).toContain("[PC_INDETERMINATE_UPDATE]");
    expect(output).not.toContain("wJal-");
    const deployment = await stack.exportState();
    expect(deployment).toContain("__attempts");
    expect(deployment).not.toContain("wJal-");
    expect(await remoteUrl()).toBe("s3://bucket/2/");
  });

  it("is repeated once, with the values of the program, even if the program was reverted", async () => {
    const { platform, project, stack } = world();
    project.program(program(1));
    platform.take();
    expect(await stack.preview()).toMatchObject({ succeeded: true, changes: { update: 1, same: 1 } });
    expect(platform.take()).toEqual([]);
    expect(await stack.up()).toMatchObject({ succeeded: true, changes: { update: 1, same: 1 } });
    expect(platform.takeWrites()).toEqual([expect.stringMatching(/^PUT /)]);
    expect(await remoteUrl()).toBe("s3://bucket/1/");
    expect(await stack.up()).toMatchObject({ succeeded: true, changes: { same: 2 } });
    expect(platform.takeWrites()).toEqual([]);
  });

  it("is still repeated after a refresh, which cannot see secrets", async () => {
    const { platform, project, stack } = world();
    project.program(program(1, 2));
    platform.setFaults([{ fault: { kind: "body", is: "html" }, method: "PUT" }]);
    expect(await stack.up()).toMatchObject({ succeeded: false });
    expect(await stack.refresh()).toMatchObject({ succeeded: true });
    project.program(program(1));
    platform.take();
    expect(await stack.up()).toMatchObject({ succeeded: true, changes: { update: 1, same: 1 } });
    expect(platform.takeBodies("PUT")).toEqual([
      { name: "source", config: { remote_url: "s3://bucket/1/", key: "AKIA", secret: "wJal-1" } },
    ]);
    expect(await stack.up()).toMatchObject({ succeeded: true, changes: { same: 2 } });
  });
});
