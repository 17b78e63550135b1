import { expect, it } from "@jest/globals";
import { describeOnEngines } from "../harness";

const program = (description: string, options = {}): string => `
const docs = new airweave.Collection("docs", { readableId: "docs" });
const notes = new airweave.SourceConnection("notes", {
  readableCollectionId: docs.readableId,
  shortName: "notion",
  schedule: "none",
  description: ${JSON.stringify(description)},
}, ${JSON.stringify(options)});
exports.authUrl = notes.authUrl;
`;

describeOnEngines(
  "a connection that waits for its login in the browser",
  (world) => {
    const connection = async (): Promise<Record<string, unknown>> => {
      const { platform, stack } = world();
      const { notes } = await stack.resources();
      return (await platform.ask("GET", `/source-connections/${notes?.id}`)).body as Record<string, unknown>;
    };
    const open = async (): Promise<URL> => {
      const { auth } = (await connection()) as { auth: { auth_url: string } };
      const { headers } = await fetch(auth.auth_url, { redirect: "manual" });
      return new URL(headers.get("location") ?? "", world().platform.url);
    };

    it("loses its link when that was opened, and gets another one with the option", async () => {
      const { platform, project, stack } = world();
      project.program(program("First"));
      expect(await stack.up()).toMatchObject({ succeeded: true, changes: { create: 3 } });
      await open();
      expect(await stack.refresh()).toMatchObject({ succeeded: true });
      expect((await stack.resources()).notes?.outputs).toMatchObject({ status: "pending_auth" });
      expect((await connection()).auth).toMatchObject({ auth_url: null });
      platform.takeWrites();
      project.program(program("First", { renewLogin: true }));
      expect(await stack.up()).toMatchObject({ succeeded: true, changes: { update: 1, same: 2 } });
      expect(platform.takeWrites()).toEqual([
        expect.stringMatching(/^POST \/source-connections\/.*\/reinitiate-oauth$/),
      ]);
      expect((await connection()).auth).toMatchObject({ auth_url: expect.any(String) });
      expect(await stack.stateText()).not.toContain("/authorize/");
    });

    it("says that it still waits, and has no schedule after the first up that follows the login", async () => {
      const { platform, stack } = world();
      const waiting = await stack.up();
      expect(waiting).toMatchObject({ succeeded: true });
      expect(waiting.output).toContain("schedule: the connection waits for its login in the browser");
      expect(platform.takeWrites()).toEqual([]);
      const { status } = await fetch(await open(), { redirect: "manual" });
      expect(status).toBe(303);
      expect(await connection()).toMatchObject({ schedule: { cron: expect.any(String) } });
      expect(await stack.up()).toMatchObject({ succeeded: true, changes: { update: 1, same: 2 } });
      expect(await connection()).toMatchObject({ status: "active", schedule: { cron: null } });
      platform.takeWrites();
      expect(await stack.up()).toMatchObject({ succeeded: true, changes: { same: 3 } });
      expect(platform.takeWrites()).toEqual([]);
    });

    it("is not adopted as one that has a token, and the state has nothing of it", async () => {
      const { platform, project, stack } = world();
      const body = { name: "theirs", short_name: "notion", readable_collection_id: "docs" };
      const made = (await platform.ask("POST", "/source-connections", body)).body as { id: string };
      const args = `{ readableCollectionId: docs.readableId, shortName: "notion", authentication: { accessToken: "PLANTED7HENG" } }`;
      project.program(
        `${program("First")}\nnew airweave.SourceConnection("theirs", ${args}, { adopt: "${made.id}" });`,
      );
      const { succeeded, output } = await stack.up();
      expect(succeeded).toBe(false);
      expect(output).toContain("is a browser login (oauth_browser) on the platform");
      expect(output).not.toContain("PLANTED");
      expect(Object.keys(await stack.resources())).not.toContain("theirs");
    });
  },
  { platform: "airweave" },
);
