import { expect, it } from "@jest/globals";
import type { Outcome } from "../harness/engine";
import { describeOnEngines } from "../harness";

const program = (remoteUrl: string): string => `
new unstructured.Source("invoices", { type: "s3", config: { remote_url: ${JSON.stringify(remoteUrl)}, anonymous: true } });
`;

/** Fails unless the diagnostics are the one line about the object. Above them, both engines repeat it while they report progress. */
function expectPrintedOnce({ succeeded, output }: Outcome, line: string, code: string): void {
  expect(succeeded).toBe(false);
  const [, diagnostics = ""] = /^Diagnostics:\n(.*?)^(?:Outputs|Resources|Duration):/ms.exec(output) ?? [];
  expect(diagnostics.split(line).length - 1).toBe(1);
  expect(diagnostics.split(`[${code}]`).length - 1).toBe(1);
  expect(output).not.toMatch(/^\s+at .*[:(]|node_modules|\/dist\/|<html|<title/m);
}

describeOnEngines("a failure is printed once, in one line without a stack", (world) => {
  const refuse = (method: string, status: number, body: unknown): void =>
    world().platform.setFaults([{ fault: { kind: "refusal", status, body }, method, times: Infinity }]);
  const page = "<html><head><title>403 Forbidden</title></head><body>blocked</body></html>";

  it("of check, in a preview and an up", async () => {
    const { project, stack } = world();
    project.program(
      'new unstructured.Source("invoices", { type: "s3", config: { remote_url: 7, anonymous: true } });',
    );
    for (const outcome of [await stack.preview(), await stack.up()]) {
      expectPrintedOnce(outcome, "config.remote_url: ", "PC_INVALID_ARGUMENT");
    }
  });

  it("of create", async () => {
    const { project, stack } = world();
    project.program(program("s3://bucket/1/"));
    refuse("POST", 403, page);
    const line =
      'unstructured.Source "invoices": create failed: Unstructured responded to POST sources/ with status 403 (an HTML page titled "403 Forbidden")';
    expectPrintedOnce(await stack.up(), line, "PC_NOT_THE_API");
    world().platform.setFaults();
    expect((await stack.up()).succeeded).toBe(true);
  });

  it("of update, read and delete", async () => {
    const { project, stack } = world();
    project.program(program("s3://bucket/2/"));
    refuse("PUT", 422, { detail: "no such bucket" });
    expectPrintedOnce(await stack.up(), 'unstructured.Source "invoices": update failed', "PC_REFUSED");
    refuse("GET", 401, { detail: "API key is invalid" });
    expectPrintedOnce(
      await stack.refresh(),
      'unstructured.Source "invoices": read failed',
      "PC_UNAUTHORIZED",
    );
    refuse("DELETE", 403, { detail: "forbidden" });
    expectPrintedOnce(await stack.destroy(), 'unstructured.Source "invoices": delete failed', "PC_FORBIDDEN");
    world().platform.setFaults();
    expect((await stack.destroy()).succeeded).toBe(true);
  });
});
