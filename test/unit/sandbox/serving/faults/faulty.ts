import { connect } from "node:net";
import { afterEach } from "@jest/globals";
import type { FaultRule, LoggedFault } from "../../../../../sandbox/src";
import {
  startTestPlatform,
  type FaultOptions,
  type PlatformName,
  type PlatformOptions,
  type TestPlatform,
} from "../../../../harness/platform";
import { postgres } from "../../platforms/aisquared/client";

/** What a client received: a response, possibly incomplete, or an error. */
export interface Received {
  readonly status?: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** How the connection broke. */
  readonly broken?: string;
}

/** A client that neither repeats requests nor follows redirects. */
export interface FaultyClient {
  readonly platform: TestPlatform;
  readonly call: (method: string, path?: string, body?: object) => Promise<Received>;
  /** Creates an object. @param name Unique in the test. */
  readonly create: (name: string) => Promise<Received>;
  /** The path of the object that a create has made. */
  readonly itemOf: (created: Received) => string;
  /** The names of the listed objects. */
  readonly names: () => Promise<string[]>;
  /** Logs in, on platforms with logins. */
  readonly login: () => Promise<void>;
  /** The names of the stored objects, without faults. */
  readonly stored: () => Promise<string[]>;
  /** The log from the first request on. */
  readonly logged: () => {
    readonly method: string;
    readonly status: number | null;
    readonly fault?: LoggedFault;
  }[];
}

/** The collection of objects, and the body that creates one. */
const objects: Readonly<
  Record<PlatformName, { readonly path: string; readonly body: (name: string) => object }>
> = {
  unstructured: {
    path: "/api/v1/sources/",
    body: (name) => ({ name, type: "s3", config: { remote_url: "s3://bucket/", anonymous: true } }),
  },
  aisquared: {
    path: "/api/v1/connectors",
    body: (name) => ({ connector: { ...postgres, name } }),
  },
  airweave: { path: "/collections", body: (name) => ({ name, readable_id: name }) },
};

export const platformNames = Object.keys(objects) as readonly PlatformName[];

const running: TestPlatform[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((platform) => platform.stop()));
});

/** Starts a platform with faults from the first request after a login on. It is stopped after the test. */
export async function startFaulty<Name extends PlatformName>(
  name: Name,
  rules: readonly FaultRule[],
  { delay, ...options }: Pick<FaultOptions, "delay"> & Partial<PlatformOptions[Name]> = {},
): Promise<FaultyClient> {
  const faultOptions = delay === undefined ? {} : { delay };
  const platform = await startTestPlatform(options as Partial<PlatformOptions[Name]>, name, faultOptions);
  running.push(platform);
  const client = clientOf(name, platform);
  await client.login();
  platform.log.length = 0;
  platform.take();
  platform.setFaults(rules);
  return client;
}

function clientOf(name: PlatformName, platform: TestPlatform): FaultyClient {
  const { url, apiKey } = platform;
  const { path: collection, body: bodyOf } = objects[name];
  let headers: Record<string, string> = { "unstructured-api-key": apiKey, "x-api-key": apiKey };
  const call = (method: string, path = collection, body?: object): Promise<Received> =>
    got(url + path, method, headers, body);
  const login = async (): Promise<void> => {
    if (name !== "aisquared") return;
    const credentials = { email: platform.env.AISQUARED_EMAIL, password: apiKey };
    const response = await got(`${url}/api/v1/login`, "POST", {}, credentials);
    const { data } = JSON.parse(response.text) as { data: { id: string } };
    headers = { authorization: `Bearer ${data.id}`, "workspace-id": "1" };
  };
  return {
    platform,
    call,
    create: (own) => call("POST", collection, bodyOf(own)),
    itemOf: ({ text }) => `${collection.replace(/\/$/, "")}/${addressOf(text)}`,
    names: async () => namesIn(JSON.parse((await call("GET")).text)),
    async stored() {
      const { body } = await platform.ask("GET", collection);
      // The login of `ask` has ended ours.
      await login();
      return namesIn(body);
    },
    login,
    logged: () =>
      platform.log.map(({ method, status, fault }) => ({
        method,
        status,
        ...(fault === undefined ? {} : { fault }),
      })),
  };
}

async function got(
  url: string,
  method: string,
  headers: Readonly<Record<string, string>>,
  body: object | undefined,
): Promise<Received> {
  try {
    const response = await fetch(url, {
      method,
      redirect: "manual",
      headers: { ...headers, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const head = { status: response.status, headers: Object.fromEntries(response.headers) };
    return await response.text().then(
      (text) => ({ ...head, text }),
      (error: unknown) => ({ ...head, text: "", broken: reasonOf(error) }),
    );
  } catch (error) {
    return { headers: {}, text: "", broken: reasonOf(error) };
  }
}

function reasonOf(error: unknown): string {
  const { code } = (error as { cause: { code: string } }).cause;
  return code === "ECONNRESET" || code === "UND_ERR_SOCKET" ? "cut" : code;
}

function addressOf(text: string): string {
  const body = JSON.parse(text) as { id?: string; readable_id?: string; data?: { id: string } };
  return String(body.readable_id ?? body.id ?? body.data?.id);
}

function namesIn(body: unknown): string[] {
  const list = (Array.isArray(body) ? body : (body as { data: unknown[] }).data) as {
    name?: string;
    attributes?: { name: string };
  }[];
  return list.map(({ name, attributes }) => String(name ?? attributes?.name));
}

/** Sends a raw request on a new connection. @returns all that is received until it ends. */
export async function rawResponse(url: string, request: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(request);
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
