import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { kinds } from "../../../../provider/src/kinds";
import {
  startAnsweringServer,
  type Answered,
  type AnsweringServer,
  type Asked,
} from "../../../harness/answering-server";
import {
  clock,
  rejection,
  said,
  settingsFor,
  sourceVerbs,
  type Fields,
  type Verbs,
} from "../../../harness/verbs";

const secret = "PLANTED-wJalrXUtnFEMI";
const source = {
  name: "invoices",
  type: "s3",
  config: { remote_url: "s3://bucket/in/", key: "AKIA", secret },
};
const id = "id-1";
const path = `sources/${id}/connection-check`;
const withVerify = (verify: string, inputs: Fields = source): Fields => ({
  ...inputs,
  __options: { verify },
});
const failing = withVerify("fail");
const now = (seconds = 0): string => new Date(clock.now() + seconds * 1000).toISOString();

/** A check of its own id, as a response has it. */
const check = (checkId: string, status: string, more: Fields = {}): Answered => ({
  status: 202,
  body: { id: checkId, status, reason: null, created_at: now(), reported_at: null, ...more },
});
const failure = (checkId: string, reason: string | null): Answered => check(checkId, "FAILURE", { reason });

it.each(kinds.map((definition) => [definition.kind, definition] as const))(
  "%s has the output of a connection test exactly if there is a test, and its platform has the setting if a kind of it has a test",
  (_kind, { verification, outputs, platform }) => {
    expect(outputs.includes("connectionTest")).toBe(verification !== undefined);
    const ofPlatform = kinds.filter((each) => each.platform === platform);
    expect(platform.testsConnections === true).toBe(
      ofPlatform.some((each) => each.verification !== undefined),
    );
  },
);

describe("the connection test of an object, after a write", () => {
  let server: AnsweringServer;
  let verbs: Verbs;
  /** What is responded to the requests of a test. */
  let start: () => Answered;
  let look: () => Answered;

  beforeEach(async () => {
    const created_at = now();
    start = () => check("c-1", "SCHEDULED");
    look = () => check("c-1", "SUCCESS");
    server = await startAnsweringServer(({ method, path: asked, body }: Asked) => {
      if (asked === path) return method === "POST" ? start() : look();
      return {
        status: 200,
        body: { ...source, ...(body as Fields), id, created_at, updated_at: null },
      };
    });
    verbs = sourceVerbs({ ...settingsFor(server), "unstructured:timeout": "60" });
    said.length = 0;
  });
  afterEach(() => server.stop());

  const requests = (): string[] => server.asked.splice(0).map(({ method, path: to }) => `${method} ${to}`);
  /** Responds with one after the other, and then with the last one. */
  const inTurn = (...responses: readonly Answered[]): (() => Answered) => {
    const left = [...responses];
    return () => (left.length > 1 ? left.shift() : left[0]) ?? "break";
  };

  it("follows a create, until the test has ended, and its outcome is an output", async () => {
    look = inTurn(check("c-1", "SCHEDULED"), check("c-1", "SCHEDULED"), check("c-1", "SUCCESS"));
    const { outs } = await verbs.create(failing);
    const get = `GET ${path}`;
    expect(requests()).toEqual(["POST sources/", `POST ${path}`, get, get, get]);
    expect(outs).toMatchObject({ ...failing, createdAt: expect.any(String) });
    expect(outs).not.toHaveProperty("__testDue");
    expect(outs.connectionTest).toEqual({
      ...{ status: "succeeded", message: null },
      testedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    });
    expect(said).toEqual([]);
  });

  it("is not made without the option and the setting, nor with off, which wins over the setting", async () => {
    for (const inputs of [source, withVerify("off")]) {
      expect((await verbs.create(inputs)).outs.connectionTest).toBeNull();
    }
    const failingStack = sourceVerbs({ ...settingsFor(server), "unstructured:verify": "fail" });
    expect((await failingStack.create(withVerify("off"))).outs.connectionTest).toBeNull();
    expect(requests()).toEqual(["POST sources/", "POST sources/", "POST sources/"]);
  });

  it("is made where the setting of the stack or of the account says so", async () => {
    const accounts = JSON.stringify({ eu: { apiKey: "k", apiUrl: server.url, verify: "off" } });
    const config = {
      ...settingsFor(server),
      "unstructured:verify": "warn",
      "unstructured:accounts": accounts,
    };
    const stack = sourceVerbs(config);
    look = () => failure("c-1", "no");
    expect((await stack.create(source)).outs.connectionTest).toMatchObject({ status: "failed" });
    const other = { ...source, __options: { account: "eu" } };
    expect((await stack.create(other)).outs.connectionTest).toBeNull();
    process.env.UNSTRUCTURED_VERIFY = "fail";
    try {
      expect((await rejection(verbs.create(source))).code).toBe("PC_CONNECTION_TEST_FAILED");
    } finally {
      delete process.env.UNSTRUCTURED_VERIFY;
    }
  });

  it("fails the create, leaves the object in the state, and is made again by the next up, which sends nothing else", async () => {
    look = () => failure("c-1", "Access denied");
    const error = await rejection(verbs.create(failing));
    expect(error.message).toBe(
      'unstructured.Source "invoices": create failed: the connection test of Unstructured failed (Access denied); correct the source in the program, or the system that it connects to. The source exists; the next `pulumi up` tests it again',
    );
    expect(error).toMatchObject({ code: "PC_CONNECTION_TEST_FAILED", id, reasons: [error.message] });
    const kept = error.properties as Fields;
    expect(kept).toMatchObject({
      ...failing,
      connectionTest: { status: "failed", message: "Access denied" },
    });
    requests();

    // A refresh in between changes nothing.
    const { props = {} } = await verbs.read(id, kept);
    expect(props).toEqual(kept);
    expect(requests()).toEqual([`GET sources/${id}`]);
    expect(await verbs.diff(id, props, failing)).toEqual({
      changes: true,
      replaces: [],
      deleteBeforeReplace: false,
    });

    const again = await rejection(verbs.update(id, props, failing));
    expect(again.message).toContain("update failed: the connection test of Unstructured failed");
    expect(again.properties).toEqual({ ...kept, connectionTest: expect.anything(), __inputsDue: true });

    look = () => check("c-1", "SUCCESS");
    requests();
    const { outs } = await verbs.update(id, again.properties as Fields, failing);
    expect(requests()).toEqual([`POST ${path}`, `GET ${path}`]);
    expect(outs.connectionTest).toMatchObject({ status: "succeeded", message: null });
    expect((await verbs.diff(id, outs, failing)).changes).toBe(false);
  });

  it("is not repeated once the program no longer wants it to succeed", async () => {
    look = () => failure("c-1", "no");
    const kept = (await rejection(verbs.create(failing))).properties as Fields;
    for (const verify of ["off", "warn"]) {
      expect((await verbs.diff(id, kept, withVerify(verify))).changes).toBe(false);
    }
    // An engine may call for an update all the same, because the create failed.
    requests();
    const { outs } = await verbs.update(id, kept, withVerify("off"));
    expect(requests()).toEqual([]);
    expect(outs.connectionTest).toEqual(kept.connectionTest);
    expect((await verbs.diff(id, outs, failing)).changes).toBe(false);
  });

  it("is the only thing that changing the option or the setting brings about, with the next write", async () => {
    const { outs } = await verbs.create(source);
    look = () => failure("c-1", "no");
    const warned = (await verbs.create(withVerify("warn"))).outs;
    const failingStack = sourceVerbs({ ...settingsFor(server), "unstructured:verify": "fail" });
    for (const [olds, news] of [
      [outs, failing],
      [outs, withVerify("warn")],
      [warned, failing],
      [warned, source],
    ] as const) {
      expect((await verbs.diff(id, olds, news)).changes).toBe(false);
      expect((await failingStack.diff(id, olds, news)).changes).toBe(false);
    }
  });

  it("follows an update, whose outputs are kept if it fails", async () => {
    const { outs } = await verbs.create(source);
    requests();
    look = () => failure("c-1", null);
    const renamed = { ...failing, name: "bills" };
    const error = await rejection(verbs.update(id, outs, renamed));
    expect(requests()).toEqual([`PUT sources/${id}`, `POST ${path}`, `GET ${path}`]);
    expect(error.message).toBe(
      'unstructured.Source "bills": update failed: the connection test of Unstructured failed; correct the source in the program, or the system that it connects to. The source is as the program says; the next `pulumi up` tests it again',
    );
    expect(error.properties).toMatchObject({
      name: "bills",
      connectionTest: { status: "failed", message: null },
    });
    expect((await verbs.diff(id, error.properties as Fields, renamed)).changes).toBe(true);
  });

  it("counts for what it tested only: an update without one takes its outcome away", async () => {
    const { outs } = await verbs.create(failing);
    const { outs: updated } = await verbs.update(id, outs, { ...source, name: "bills" });
    expect(updated.connectionTest).toBeNull();
    // Nothing was written, so it still counts.
    expect((await verbs.update(id, outs, source)).outs.connectionTest).toEqual(outs.connectionTest);
  });

  it("is left to the next up by a write that is not completed", async () => {
    const { outs } = await verbs.create(source);
    await server.stop();
    server = await startAnsweringServer(() => ({
      status: 200,
      body: { ...source, name: "kept", id, created_at: now(), updated_at: null },
    }));
    verbs = sourceVerbs(settingsFor(server));
    const error = await rejection(verbs.update(id, { ...outs, name: "kept" }, failing));
    expect(error.code).toBe("PC_NOT_APPLIED");
    expect(server.asked.map(({ method }) => method)).toEqual(["PUT"]);
    const undone = { ...failing, name: "kept" };
    expect((await verbs.diff(id, error.properties as Fields, undone)).changes).toBe(true);
  });

  it("shows a line with warn, and nothing is repeated", async () => {
    look = () => failure("c-1", "Access denied");
    const warning = withVerify("warn");
    const { outs } = await verbs.create(warning);
    expect(said).toEqual([
      'unstructured.Source "invoices": the connection test of Unstructured failed (Access denied)',
    ]);
    expect(outs.connectionTest).toMatchObject({ status: "failed", message: "Access denied" });
    expect((await verbs.diff(id, outs, warning)).changes).toBe(false);
  });

  it("counts no other test's outcome, older or newer", async () => {
    const older = check("c-0", "SUCCESS", { created_at: now(-3600) });
    look = inTurn(older, older, failure("c-1", "no"));
    expect((await rejection(verbs.create(failing))).message).toContain("failed (no)");

    // Somebody else's took its place: another one of ours is started.
    requests();
    start = inTurn(check("c-1", "SCHEDULED"), check("c-3", "SCHEDULED"));
    look = inTurn(check("c-2", "FAILURE", { created_at: now(5) }), check("c-3", "SUCCESS"));
    expect((await verbs.create(failing)).outs.connectionTest).toMatchObject({ status: "succeeded" });
    expect(requests().filter((line) => line === `POST ${path}`)).toHaveLength(2);

    start = () => check("c-1", "SCHEDULED");
    look = () => check("c-9", "SUCCESS", { created_at: now(5) });
    const error = await rejection(verbs.create(failing));
    expect(error.message).toContain("is not known (another test took its place)");
    expect(requests().filter((line) => line === `POST ${path}`)).toHaveLength(3);
  });

  it("is unknown if it has not ended by the time limit, which fails as well", async () => {
    look = () => check("c-1", "SCHEDULED");
    const began = clock.now();
    const error = await rejection(verbs.create(failing));
    expect(clock.now() - began).toBeGreaterThanOrEqual(60_000);
    expect(clock.now() - began).toBeLessThan(75_000);
    expect(requests().length).toBeLessThan(20);
    expect(error.message).toBe(
      'unstructured.Source "invoices": create failed: the outcome of the connection test of Unstructured is not known (it had not ended by the time limit of 60 s); to go on without knowing, use the resource option `verify: "warn"`. The source exists; the next `pulumi up` tests it again',
    );
    expect(error.properties).toMatchObject({ connectionTest: { status: "unknown" } });
    expect(said[0]).toMatch(/^unstructured\.Source "invoices": waiting for the connection test until \d/);
  });

  it("gets some time even if the write took all of it", async () => {
    await server.stop();
    server = await startAnsweringServer(async ({ method, path: asked }: Asked) => {
      if (asked === path) return method === "POST" ? start() : look();
      await clock.hold(59_900);
      return { status: 200, body: { ...source, id, created_at: now(), updated_at: null } };
    });
    verbs = sourceVerbs({ ...settingsFor(server), "unstructured:timeout": "60" });
    look = inTurn(check("c-1", "SCHEDULED"), check("c-1", "SCHEDULED"), check("c-1", "SUCCESS"));
    expect((await verbs.create(failing)).outs.connectionTest).toMatchObject({ status: "succeeded" });
  });

  it.each<[string, Answered, number, string]>([
    ["may not be made", { status: 403, body: { detail: "Not allowed" } }, 1, "status 403 (Not allowed)"],
    [
      "is not served",
      { status: 404, body: { detail: "Not Found" } },
      6,
      "or the server has no connection tests",
    ],
    ["is refused", { status: 422, body: { detail: "no such thing" } }, 1, "status 422 (no such thing)"],
    ["ends on a page", { status: 200, body: "<html></html>" }, 3, "does not say which test was started"],
    ["has no id", { status: 202, body: {} }, 3, "does not say which test was started"],
  ])("is unknown if it %s, and the write stays", async (_how, response, times, reason) => {
    start = () => response;
    const error = await rejection(verbs.create(failing));
    expect(error.code).toBe("PC_CONNECTION_TEST_FAILED");
    expect(error.message).toContain("the outcome of the connection test of Unstructured is not known");
    expect(error.message).toContain(reason);
    expect(error.message).not.toContain("verify failed");
    expect(error.properties).toMatchObject({ ...failing, connectionTest: { status: "unknown" } });
    expect(requests()).toEqual(["POST sources/", ...Array.from({ length: times }, () => `POST ${path}`)]);

    const { outs } = await verbs.create(withVerify("warn"));
    expect(outs).toMatchObject({ ...source, connectionTest: { status: "unknown" } });
    expect(said.at(-1)).toContain(reason);
  });

  it.each<[string, Answered]>([
    ["the server fails", { status: 503, body: "" }],
    ["there are too many requests", { status: 429, body: {} }],
    ["the connection breaks", "break"],
  ])("is made again as long as %s, and the write is not", async (_why, response) => {
    start = inTurn(response, response, check("c-1", "SCHEDULED"));
    look = inTurn(response, check("c-1", "SCHEDULED"), response, check("c-1", "SUCCESS"));
    expect((await verbs.create(failing)).outs.connectionTest).toMatchObject({ status: "succeeded" });
    expect(requests().filter((line) => line === "POST sources/")).toHaveLength(1);

    start = () => response;
    const { outs } = await verbs.create(withVerify("warn"));
    expect(outs.connectionTest).toMatchObject({ status: "unknown" });
    expect(requests().filter((line) => line === "POST sources/")).toHaveLength(1);
  });

  it("waits for an object that the platform does not show yet, and for a test that it does not", async () => {
    const missing = { status: 404, body: { detail: "not found" } };
    start = inTurn(missing, missing, missing, check("c-1", "SCHEDULED"));
    look = inTurn(missing, missing, check("c-1", "SUCCESS"));
    expect((await verbs.create(failing)).outs.connectionTest).toMatchObject({ status: "succeeded" });
    start = () => check("c-1", "SCHEDULED");
    look = () => missing;
    const error = await rejection(verbs.create(failing));
    expect(error.message).toContain("status 404 (not found)");
  });

  it("shows no secret in what the platform says of it", async () => {
    look = () => failure("c-1", `The secret ${secret} of\nAKIA was refused`);
    const error = await rejection(verbs.create(failing));
    expect(error.message).toContain(
      "failed (The secret [secret] of AKIA was refused)".replace("AKIA", "[secret]"),
    );
    const { connectionTest } = error.properties as { connectionTest: Fields };
    expect(connectionTest.message).toBe("The secret [secret] of [secret] was refused");
    await verbs.create(withVerify("warn"));
    expect(said.join()).toContain("(The secret [secret] of [secret] was refused)");
    look = () => failure("c-1", "x".repeat(5000));
    const { outs } = await verbs.create(withVerify("warn"));
    expect(String((outs.connectionTest as Fields).message).length).toBeLessThan(600);
  });

  it("follows an adoption, even one that changes nothing", async () => {
    await server.stop();
    const open = { name: "open", type: "s3", config: { remote_url: "s3://open/", anonymous: true } };
    server = await startAnsweringServer(({ method, path: asked }: Asked) => {
      if (asked === path) return method === "POST" ? start() : look();
      return { status: 200, body: { ...open, id, created_at: "2026-01-01T00:00:00Z", updated_at: null } };
    });
    verbs = sourceVerbs(settingsFor(server));
    const adopting = { ...open, __options: { adopt: id, verify: "fail" } };
    const { outs } = await verbs.create(adopting);
    expect(requests()).toEqual([`GET sources/${id}`, `POST ${path}`, `GET ${path}`]);
    expect(outs).toMatchObject({ connectionTest: { status: "succeeded" } });
    expect(outs).not.toHaveProperty("__testDue");
  });

  it("that fails an adoption leaves the object in the state", async () => {
    look = () => failure("c-1", "no");
    const error = await rejection(verbs.create({ ...source, __options: { adopt: id, verify: "fail" } }));
    expect(error).toMatchObject({ code: "PC_CONNECTION_TEST_FAILED", id });
    expect(error.properties).toMatchObject({ ...source, connectionTest: { status: "failed" } });
  });

  it("is not missed in a state of an earlier release", async () => {
    const { outs } = await verbs.create(source);
    const { connectionTest: _none, ...earlier } = outs;
    expect((await verbs.read(id, earlier)).props).toEqual(earlier);
    requests();
    const { outs: updated } = await verbs.update(id, earlier, {
      ...source,
      __options: { unknownKeys: "allow" },
    });
    expect(requests()).toEqual([]);
    expect(updated.connectionTest).toBeNull();
  });

  it("is refused in the check if it is neither of the three", async () => {
    const { failures } = await verbs.check({}, withVerify("on"));
    expect(failures).toEqual([
      { property: "", reason: expect.stringContaining("options.verify: "), code: "PC_INVALID_ARGUMENT" },
    ]);
    const wrong = sourceVerbs({ ...settingsFor(server), "unstructured:verify": "yes" });
    expect((await wrong.check({}, source)).failures).toMatchObject([
      {
        reason: expect.stringContaining(
          "setting unstructured:verify (from stack config unstructured:verify): expected off, warn or fail",
        ),
      },
    ]);
    expect(requests()).toEqual([]);
  });
});
