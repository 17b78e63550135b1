import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { connect, type AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { makeProject, repository, type TestProject } from "../../../harness";

const fixture = (name: string): string => join(repository, "test", "fixtures", "tls", name);

/** Reads a source once per step, each with its own stack config and environment, and prints the ids or errors. */
const program = `
  const { source } = require("pulumi-connectors/unstructured/host");
  (async () => {
    const results = [];
    for (const { config, env } of JSON.parse(process.argv[1])) {
      Object.assign(process.env, env);
      source.configure({ config: { get: (key) => ({ "unstructured:apiKey": "PLANTED", ...config })[key] } });
      results.push(await source.read("id-1", { name: "s", type: "s3", config: {} }).then(({ id }) => id, String));
    }
    console.log(JSON.stringify(results));
  })();
`;

interface Step {
  readonly config: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}

describe("proxies and certificates in the environment", () => {
  let project: TestProject;
  const servers: Server[] = [];
  let [plainPort, securePort, proxyPort] = [0, 0, 0];
  /** The targets that the proxy was asked to connect to. */
  let proxied: string[] = [];
  /** Whether the proxy accepts requests. */
  let isOpen = true;

  const listen = async (server: Server): Promise<number> => {
    servers.push(server);
    await once(server.listen(0, "127.0.0.1"), "listening");
    return (server.address() as AddressInfo).port;
  };
  const respond = (_request: IncomingMessage, response: ServerResponse): void => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ id: "id-1", name: "s", type: "s3", config: {} }));
  };

  beforeAll(async () => {
    project = makeProject();
    plainPort = await listen(createHttpServer(respond));
    const [cert, key] = [readFileSync(fixture("certificate.pem")), readFileSync(fixture("key.pem"))];
    securePort = await listen(createHttpsServer({ cert, key }, respond));
    const proxy = createHttpServer();
    proxy.on("connect", (request: IncomingMessage, socket, head) => {
      proxied.push(request.url ?? "");
      if (!isOpen) {
        socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
        return;
      }
      const port = request.url?.endsWith(":443") ? securePort : plainPort;
      const upstream = connect(port, "127.0.0.1", () => {
        socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
        upstream.write(head);
        upstream.pipe(socket).pipe(upstream);
      });
      for (const end of [socket, upstream]) end.on("error", () => upstream.destroy());
    });
    proxyPort = await listen(proxy);
  });
  afterAll(async () => {
    for (const server of servers) {
      server.closeAllConnections();
      await once(server.close(), "close");
    }
    project.remove();
  });

  const run = async (steps: readonly Step[], env: Readonly<Record<string, string>>): Promise<string[]> => {
    proxied = [];
    const child = spawn(process.execPath, ["-e", program, JSON.stringify(steps)], {
      cwd: project.folder,
      env: { PATH: process.env.PATH, ...env },
      stdio: ["ignore", "pipe", "inherit"],
    });
    let output = "";
    child.stdout.on("data", (data: Buffer) => (output += data.toString()));
    await once(child, "close");
    return JSON.parse(output) as string[];
  };
  const secure = { "unstructured:apiUrl": "https://platform.example.com" };

  it("apply as in Node, except that loopback addresses never use a proxy", async () => {
    // This machine, at an address that is not a loopback address.
    const elsewhere = {
      "unstructured:apiUrl": `http://0.0.0.0:${plainPort}`,
      "unstructured:allowHttp": "true",
    };
    const proxy = `http://127.0.0.1:${proxyPort}`;
    const results = await run(
      [
        { config: secure },
        { config: { "unstructured:apiUrl": `http://127.0.0.1:${plainPort}` } },
        { config: { "unstructured:apiUrl": `http://localhost:${plainPort}` } },
        { config: elsewhere },
        { config: elsewhere, env: { NO_PROXY: "example.org,0.0.0.0" } },
      ],
      { HTTPS_PROXY: proxy, HTTP_PROXY: proxy, NODE_EXTRA_CA_CERTS: fixture("certificate.pem") },
    );
    expect(results).toEqual(Array(5).fill("id-1"));
    expect(proxied).toEqual(["platform.example.com:443", `0.0.0.0:${plainPort}`]);
  });

  it("fail at once on an untrusted certificate, and say what to do", async () => {
    const [message] = await run([{ config: secure }], { https_proxy: `http://127.0.0.1:${proxyPort}` });
    expect(message).toBe(
      'unstructured.Source "s": read failed: Unstructured could not be reached at https://platform.example.com (DEPTH_ZERO_SELF_SIGNED_CERT); check the connection and the address (apiKey from stack config unstructured:apiKey, apiUrl from stack config unstructured:apiUrl); if the server uses a CA of your own, name it in NODE_EXTRA_CA_CERTS [PC_UNREACHABLE]',
    );
    expect(proxied).toEqual(["platform.example.com:443"]);
  });

  it("report that the proxy refused the connection", async () => {
    isOpen = false;
    const [message] = await run([{ config: secure }], { HTTPS_PROXY: `http://127.0.0.1:${proxyPort}` });
    expect(message).toContain(
      "could not be reached at https://platform.example.com (the proxy responded with status 407); check the connection",
    );
    expect(proxied).toHaveLength(1);
  });
});
