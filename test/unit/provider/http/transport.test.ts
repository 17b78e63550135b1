import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { transport } from "../../../../provider/src/http/transport";
import { startAnsweringServer, type AnsweringServer, type Answered } from "../../../harness/answering-server";
import { rejection, settingsFor, sourceVerbs } from "../../../harness/verbs";

const inputs = { name: "invoices", type: "s3", config: { remote_url: "s3://bucket/in/", anonymous: true } };

describe("a request", () => {
  let server: AnsweringServer;
  let respond: () => Answered | Promise<Answered>;

  beforeEach(async () => {
    server = await startAnsweringServer(() => respond());
  });
  afterEach(() => server.stop());

  const read = async (): Promise<string> =>
    (await rejection(sourceVerbs(settingsFor(server)).read("id-1", inputs))).message;

  it("follows no redirect, and names only the server that it leads to", async () => {
    const other = await startAnsweringServer(() => ({ status: 200, body: { id: "id-1", ...inputs } }));
    respond = () => ({
      status: 307,
      headers: { location: `${other.url}/api/v1/sources/id-1?token=PLANTED` },
    });
    expect(await read()).toBe(
      `unstructured.Source "invoices": read failed: Unstructured responded to GET sources/id-1 with status 307; it redirects to ${other.url}, which gets no key without your consent: correct the address (apiKey from stack config unstructured:apiKey, apiUrl from stack config unstructured:apiUrl)`,
    );
    expect(other.asked).toEqual([]);
    await other.stop();

    respond = () => ({ status: 302 });
    expect(await read()).toContain("with status 302; it does not come from the API: check the address");
  });

  it("goes to no other server, whatever its path", async () => {
    respond = () => ({ status: 200 });
    const send = transport(`${server.url}/api/v1/`);
    for (const path of ["//127.0.0.2/sources", "http://localhost:1/sources"]) {
      await expect(send({ method: "GET", path }, { "x-key": "PLANTED" }, 1_000)).rejects.toMatchObject({
        delivery: "unsent",
        isPermanent: true,
        reason: `${path} resolves to another server`,
      });
    }
    expect(server.asked).toEqual([]);
  });

  it("is not retried after a response that is too large", async () => {
    const huge = "x".repeat(33 * 1024 * 1024);
    respond = () => ({ status: 200, body: huge });
    expect(await read()).toBe(
      `unstructured.Source "invoices": read failed: the response of ${server.url} cannot be read (larger than 32 MB); it does not come from the API: check the address (apiKey from stack config unstructured:apiKey, apiUrl from stack config unstructured:apiUrl)`,
    );
    expect(server.asked).toHaveLength(1);
  });

  it("times out", async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    respond = async () => {
      await held;
      return { status: 200 };
    };
    const send = transport(`${server.url}/api/v1/`);
    await expect(send({ method: "GET", path: "sources/" }, {}, 50)).rejects.toMatchObject({
      delivery: "indeterminate",
      reason: "timed out waiting for the response",
      isPermanent: false,
    });
    release();
  });
});
