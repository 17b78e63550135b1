import { expect, it } from "@jest/globals";
import { describeOnEngines } from "../harness";

const source = (host: string, options = ""): string =>
  `new unstructured.Source("in", { type: "s3", config: { remote_url: "s3://b/", anonymous: true, endpoint_url: "https://${host}" } }, {${options}});`;
const connector = (host: string, options = ""): string =>
  `new aisquared.Connector("out", { connectorType: "destination", connectorName: "Http", configuration: { destination_url: "https://${host}/" } }, {${options}});`;
const [good, bad] = ["example.com", "wrong.invalid"];
const failing = 'verify: "fail"';

describeOnEngines(
  "connection tests",
  (world) => {
    const outcomes = async (): Promise<unknown> => {
      const resources = await world().stack.resources();
      return Object.fromEntries(
        Object.entries(resources).map(([name, { outputs }]) => [
          name,
          (outputs?.connectionTest as { status?: unknown } | null)?.status ?? null,
        ]),
      );
    };
    const takeAll = (): string[][] =>
      Object.values(world().platforms).map((platform) =>
        platform.takeWrites().map((line) => line.replace(/[0-9a-f-]{36}|\d+$/, "ID")),
      );

    it("with fail keep what was created in the state, and create nothing that was tested before", async () => {
      const { project, stack } = world();
      project.program(source(bad, failing) + connector(bad, failing));
      expect(await stack.preview()).toMatchObject({ succeeded: true });
      expect(takeAll()).toEqual([[], []]);
      const { succeeded, output } = await stack.up();
      expect(succeeded).toBe(false);
      expect(output).toContain(
        "create failed: the connection test of Unstructured failed (could not connect to wrong.invalid)",
      );
      expect(output).toContain(
        "create failed: the connection test of AI Squared failed (could not connect to wrong.invalid)",
      );
      expect(takeAll()).toEqual([
        ["POST /api/v1/sources/", "POST /api/v1/sources/ID/connection-check"],
        ["POST /api/v1/connector_definitions/check_connection"],
      ]);
      expect(await outcomes()).toEqual({ in: "failed" });
    });

    it("are made again by the next up, after a refresh too, and no other write is", async () => {
      const { project, stack } = world();
      project.program(source(bad, failing));
      expect(await stack.refresh()).toMatchObject({ succeeded: true });
      expect(takeAll()).toEqual([[], []]);
      expect(await stack.up()).toMatchObject({ succeeded: false });
      expect(takeAll()).toEqual([["POST /api/v1/sources/ID/connection-check"], []]);
    });

    it("end with an outcome in the state, with warn also if it is bad", async () => {
      const { project, stack } = world();
      project.program(source(good, failing) + connector(bad, 'verify: "warn"'));
      const { output, ...outcome } = await stack.up();
      expect(outcome).toMatchObject({ succeeded: true, changes: { create: 1, update: 1, same: 1 } });
      expect(output).toContain(
        'aisquared.Connector "out": the connection test of AI Squared failed (could not connect to wrong.invalid)',
      );
      expect(takeAll()).toEqual([
        ["PUT /api/v1/sources/ID", "POST /api/v1/sources/ID/connection-check"],
        ["POST /api/v1/connector_definitions/check_connection", "POST /api/v1/connectors"],
      ]);
      expect(await outcomes()).toEqual({ in: "succeeded", out: "failed" });
    });

    it("send nothing when they are turned on", async () => {
      const { project, stack } = world();
      await stack.configure({ "unstructured:verify": "fail", "aisquared:verify": "warn" });
      project.program(source(good) + connector(bad, failing));
      expect(await stack.up({ refresh: true })).toMatchObject({ succeeded: true, changes: { same: 3 } });
      expect(takeAll()).toEqual([[], []]);
      expect(await outcomes()).toEqual({ in: "succeeded", out: "failed" });
    });
  },
  { beside: ["aisquared"] },
);
