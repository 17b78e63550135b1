import { expect, it } from "@jest/globals";
import { describeOnEngines, type World } from "../harness";

const nowhere = "00000000-0000-4000-8000-000000000000";

const program = (id: string): string => `
  const s3 = { remote_url: "s3://ours/", key: "AKIA", secret: "PLANTED-wJalrXUtnFEMI" };
  new unstructured.Source("invoices", { name: "invoices", type: "s3", config: s3 }, { adopt: "${id}" });
`;

describeOnEngines("what the provider host says meanwhile", (world) => {
  let id = "";
  const makeByHand = async ({ platform }: World): Promise<string> => {
    const config = { remote_url: "s3://theirs/", key: "theirs", secret: "theirs" };
    const { body } = await platform.ask("POST", "/api/v1/sources/", { name: "by hand", type: "s3", config });
    return (body as { id: string }).id;
  };
  const adoption = (): string =>
    `unstructured.Source "invoices": takes over the source "by hand" with the id "${id}"; changes on it: name: "by hand" → "invoices", config.key (secret), config.remote_url: "s3://theirs/" → "s3://ours/", config.secret (secret)`;
  const times = (text: string, part: string): number => text.split(part).length - 1;

  it("is in a preview which object is taken over, and what changes on it", async () => {
    const { platform, project, stack } = world();
    id = await makeByHand(world());
    project.program(program(id));
    const { succeeded, changes, output } = await stack.preview();
    expect([succeeded, changes]).toEqual([true, { create: 2 }]);
    // Beside the stack at once, and among the diagnostics at the end.
    expect(output).toMatch(
      /pulumi:pulumi:Stack test-dev (create|running) unstructured.Source "invoices": takes over/,
    );
    expect(times(output, adoption())).toBe(2);
    expect(output).not.toContain("PLANTED");
    expect(platform.take()).toEqual([`GET /api/v1/sources/${id}`]);
  });

  it("is in a preview that there is no such object", async () => {
    const { platform, project, stack } = world();
    project.program(program(nowhere));
    const { succeeded, output } = await stack.preview();
    expect(succeeded).toBe(false);
    expect(output).toMatch(/adopt failed: .* with status 404 .*; check the id in `adopt` \[PC_NOT_FOUND\]/);
    expect(platform.take()).toEqual([`GET /api/v1/sources/${nowhere}`]);
  });

  it("is during an up what is retried, why and until when", async () => {
    const { platform, project, stack } = world();
    project.program(program(id));
    // Longer than the time to the first line.
    const fault = { kind: "status", status: 503, retryAfter: 8 } as const;
    platform.setFaults([{ fault, method: "PUT", times: 1 }]);
    const { succeeded, output } = await stack.up();
    expect(succeeded).toBe(true);
    expect(times(output, adoption())).toBe(2);
    expect(output).toMatch(
      /Stack test-dev \S+ \(\d+s\) unstructured.Source "invoices": retrying update \(status 503; tried once\) until \d{4}-[-\d]+T[:\d]+Z/,
    );
    expect(platform.takeWrites()).toEqual(Array(1).fill(`PUT /api/v1/sources/${id}`));
  });

  it("is nothing once the object is in the state", async () => {
    const { platform, stack } = world();
    const { output, changes } = await stack.up();
    expect(changes).toEqual({ same: 2 });
    expect(output).not.toContain("takes over");
    expect(platform.take()).toEqual([]);
  });
});
