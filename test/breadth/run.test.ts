import { expect, it } from "@jest/globals";
import { describeOnEngines } from "../harness";

const [good, bad] = ["example.com", "wrong.invalid"];
const nodes = '[{ name: "Partitioner", type: "partition", subtype: "vlm", settings: {} }]';
const program = (host: string, options: string, more = ""): string => `
  const source = new unstructured.Source("in", { type: "s3", config: { remote_url: "s3://b/", anonymous: true, endpoint_url: "https://${host}" } });
  new unstructured.Workflow("invoices", { sourceId: source.id, workflowType: "custom", workflowNodes: ${nodes}${more} }, { run: "onChange", ${options} });`;
const finished = 'waitFor: "finished"';
const secret = "PLANTED-trigger";

describeOnEngines("runs", (world) => {
  const take = (): string[] =>
    world()
      .platform.takeWrites()
      .map((line) => line.replace(/^(\w+) \/api\/v1\//, "$1 ").replace(/[0-9a-f-]{36}/, "ID"));
  const lastRun = async (): Promise<unknown> => (await world().stack.resources()).invoices?.outputs?.lastRun;

  it("follow a create, which a preview says", async () => {
    const { project, stack } = world();
    project.program(program(good, finished));
    const preview = await stack.preview();
    expect(preview).toMatchObject({ succeeded: true });
    expect(preview.output).toContain('unstructured.Workflow "invoices": a run starts once it is created');
    expect(take()).toEqual([]);
    expect(await stack.up()).toMatchObject({ succeeded: true });
    expect(take()).toEqual(["POST sources/", "POST workflows/", "POST workflows/ID/run"]);
    expect(await lastRun()).toMatchObject({ status: "succeeded", reason: null, failedFiles: 0 });
  });

  it("do not follow an up without a change, nor a refresh, nor triggers that are given first", async () => {
    const { project, stack } = world();
    expect(await stack.up({ refresh: true })).toMatchObject({ succeeded: true, changes: { same: 3 } });
    project.program(program(good, `${finished}, triggers: [pulumi.secret("${secret}-1")]`));
    expect(await stack.up()).toMatchObject({ succeeded: true });
    expect(take()).toEqual([]);
  });

  it("are all that changed triggers send, of which the state has no value", async () => {
    const { project, stack } = world();
    project.program(program(good, `triggers: [pulumi.secret("${secret}-2")]`));
    const { output } = await stack.preview();
    expect(output).toContain('unstructured.Workflow "invoices": a run starts, for its triggers have changed');
    expect(take()).toEqual([]);
    expect(await stack.up()).toMatchObject({ succeeded: true, changes: { update: 1, same: 2 } });
    expect(take()).toEqual(["POST workflows/ID/run"]);
    expect(JSON.stringify(await stack.resources())).not.toContain(secret);
    expect(await stack.up()).toMatchObject({ succeeded: true, changes: { same: 3 } });
    expect(take()).toEqual([]);
  });

  it("that fail leave the update, and are made once more by the next up, then no more", async () => {
    const { project, stack } = world();
    // The source changes, and the workflow does not.
    project.program(program(bad, `${finished}, triggers: ["${bad}"]`));
    const { succeeded, output } = await stack.up();
    expect(succeeded).toBe(false);
    expect(output).toMatch(
      /unstructured\.Workflow "invoices": run failed: the run [\w-]+ failed \(could not connect to wrong\.invalid; files that failed: 3\)/,
    );
    expect(take()).toEqual(["PUT sources/ID", "POST workflows/ID/run"]);
    expect(await lastRun()).toMatchObject({ status: "failed", failedFiles: 3 });
    expect(await stack.up()).toMatchObject({ succeeded: false });
    expect(take()).toEqual(["POST workflows/ID/run"]);
    expect(await stack.up()).toMatchObject({ succeeded: true });
    expect(await stack.up()).toMatchObject({ succeeded: true, changes: { same: 3 } });
    expect(take()).toEqual([]);
  });

  it("are started once although the response is lost", async () => {
    const { platform, project, stack } = world();
    project.program(program(good, `triggers: ["${good}"]`));
    platform.setFaults([{ fault: { kind: "cut", when: "after" }, method: "POST", path: /\/run$/ }]);
    expect(await stack.up()).toMatchObject({ succeeded: true });
    expect(take()).toEqual(["PUT sources/ID", "POST workflows/ID/run"]);
    platform.setFaults();
    expect(await stack.up()).toMatchObject({ succeeded: true, changes: { same: 3 } });
    expect(take()).toEqual([]);
  });
});
