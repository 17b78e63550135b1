import { expect, it } from "@jest/globals";
import { describeOnEngines } from "../harness";

const base = {
  name: "Tickets",
  shortName: "github",
  description: "what people ask",
  config: { repo_name: "example-org/example-repo" },
  authentication: { credentials: { personal_access_token: "ghp_first_secret" } },
  schedule: { cron: "0 6 * * *" },
};

function programOf(connection: object, collection: object = { readableId: "support" }, options: object = {}): string {
  return `
const support = new airweave.Collection("Support", ${JSON.stringify(collection)});
const tickets = new airweave.SourceConnection("tickets", { readableCollectionId: support.readableId, ...${JSON.stringify(connection)} }, ${JSON.stringify(options)});
exports.collection = support.readableId;
for (const name of ["id", "status", "authMethod", "authenticated", "authUrl", "syncId", "cron", "createdAt"]) exports[name] = tickets[name];
`;
}

describeOnEngines(
  "the life of a collection and a source connection",
  (world) => {
    it("previews without a request", async () => {
      const { platform, project, stack } = world();
      project.program(programOf(base));
      expect(await stack.preview()).toMatchObject({ succeeded: true, changes: { create: 3 } });
      expect(platform.take()).toEqual([]);
    });
    it("creates each with one POST", async () => {
      const { platform, stack } = world();
      expect(await stack.up()).toMatchObject({ succeeded: true, changes: { create: 3 } });
      console.log(JSON.stringify(platform.requests.map(({method,path,body})=>({method,path,body})), null, 1), JSON.stringify(await stack.outputs()), JSON.stringify(await stack.resources(), null, 1));
    });
    it("does nothing", async () => {
      const { platform, stack } = world();
      platform.take();
      expect(await stack.up()).toMatchObject({ succeeded: true, changes: { same: 3 } });
      expect(await stack.refresh()).toMatchObject({ succeeded: true, changes: { same: 3 } });
      expect(await stack.up()).toMatchObject({ succeeded: true, changes: { same: 3 } });
      console.log(platform.take());
    });
    it("destroys", async () => {
      const { platform, stack } = world();
      console.log((await stack.destroy()).output);
      console.log(platform.take());
    });
  },
  { platform: "airweave" },
);
