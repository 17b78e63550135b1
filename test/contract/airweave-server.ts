import { expect } from "@jest/globals";
import { airweaveApp, type AirweaveOptions } from "../../sandbox/src/platforms/airweave/app";
import { listen } from "../../sandbox/src/serving/server";

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON; undefined if the body is empty. */
  readonly body: unknown;
}

/** The members of a connection or collection that tests use. */
export type Shown = Readonly<Record<string, unknown>> & {
  readonly id: string;
  readonly auth: Readonly<Record<string, unknown>>;
};

/** A running Airweave platform. */
export interface AirweaveServer {
  readonly url: string;
  /** All requests so far. */
  readonly requests: { readonly method: string; readonly path: string; readonly body: unknown }[];
  /** @param path A path or a full URL. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Sends a request that must succeed. @returns the body. */
  done(method: string, path: string, body?: unknown): Promise<Shown>;
  stop(): Promise<void>;
}

export async function startAirweave(options: AirweaveOptions = {}): Promise<AirweaveServer> {
  const app = airweaveApp(options);
  const requests: AirweaveServer["requests"] = [];
  app.addHook("preHandler", ({ method, url: path, body }, _reply, next) => {
    requests.push({ method, path, body });
    next();
  });
  const { url, stop } = await listen(app);
  const call: AirweaveServer["call"] = async (method, path, body, headers = {}) => {
    const raw = await fetch(new URL(path, url), {
      method,
      redirect: "manual",
      headers: {
        ...(options.apiKey === undefined ? {} : { "x-api-key": options.apiKey }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await raw.text();
    return {
      status: raw.status,
      headers: raw.headers,
      body: text === "" ? undefined : JSON.parse(text),
    };
  };
  const done: AirweaveServer["done"] = async (method, path, body) => {
    const response = await call(method, path, body);
    expect(response).toMatchObject({ status: 200 });
    return response.body as Shown;
  };
  return { url, requests, call, done, stop };
}
