import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { unpacked } from "../../provider/src/lifecycle/packed-records";
import { describeOnEngines, startTestPlatform, type TestPlatform } from "../harness";

const program = `
  new unstructured.Source("source", { type: "s3", config: { remote_url: "s3://b/", anonymous: true } });
  new airweave.Collection("collection");
  const configuration = { destination_url: "https://hooks.example.com/records" };
  exports.workspace = new aisquared.Connector("connector", { connectorType: "destination", connectorName: "Http", configuration }).workspaceId;`;

const workspaces = [
  { id: 1, name: "One" },
  { id: 2, name: "Two" },
];

describeOnEngines(
  "objects to which the settings no longer lead",
  (world) => {
    let others: readonly [TestPlatform, TestPlatform];
    beforeAll(async () => {
      others = [await startTestPlatform(), await startTestPlatform({}, "airweave")];
      for (const other of others) other.rotateKey("key-of-eu");
    });
    afterAll(() => Promise.all(others.map((other) => other.stop())));

    /** What reached any platform since the last call, without logins. */
    const taken = (): string[] =>
      [...Object.values(world().platforms), ...others]
        .flatMap((platform) => platform.take())
        .filter((line) => !line.endsWith("/login"));

    it("are made with settings of which the state keeps fingerprints, that of a password as a secret", async () => {
      const { project, stack } = world();
      await stack.configure({ "aisquared:workspaceId": "1" });
      project.program(program);
      expect(await stack.up()).toMatchObject({ succeeded: true, changes: { create: 4 } });
      const { source, connector } = await stack.resources();
      expect(unpacked(source?.outputs ?? {})).toMatchObject({
        __identity: [expect.any(String), expect.stringMatching(/^[\w-]{12}$/)],
      });
      expect(connector?.outputs).toMatchObject({
        __identity: { address: expect.any(String), key: { ciphertext: expect.any(String) } },
      });
      taken();
    });

    it("are unchanged to an up, which says where one is", async () => {
      const { stack } = world();
      const [unstructured, airweave] = others;
      await stack.configure(
        {
          "unstructured:apiUrl": unstructured.url,
          "airweave:apiUrl": airweave.url,
          "aisquared:workspaceId": "2",
        },
        { "unstructured:apiKey": "key-of-eu", "airweave:apiKey": "key-of-eu" },
      );
      const { succeeded, changes, output } = await stack.up();
      expect([succeeded, changes]).toEqual([true, { same: 4 }]);
      expect(output).toContain("the connector is in workspace 1 of AI Squared, and stays there");
      expect(taken()).toEqual([]);
    });

    it("are neither forgotten by a refresh nor counted as deleted by a destroy", async () => {
      const { stack } = world();
      const ids = async (): Promise<unknown> =>
        Object.fromEntries(Object.entries(await stack.resources()).map(([name, { id }]) => [name, id]));
      const before = await ids();
      const operations = [
        () => stack.refresh({ runProgram: true }),
        () => stack.destroy({ runProgram: true }),
      ];
      for (const operation of operations) {
        const { succeeded, changes, output } = await operation();
        expect(succeeded).toBe(false);
        expect(changes).not.toHaveProperty("delete");
        expect(output).toContain("[PC_OTHER_ACCOUNT]");
        expect(output).not.toContain("key-of-eu");
        expect(await ids()).toEqual(before);
        expect(taken().filter((line) => !line.startsWith("GET "))).toEqual([]);
      }
    });
  },
  { platform: "aisquared", platformOptions: { workspaces }, beside: ["unstructured", "airweave"] },
);
