import { expect } from "@jest/globals";
import { airweaveApp, type AirweaveOptions } from "../../sandbox/src/platforms/airweave/app";
import { listen } from "../../sandbox/src/serving/server";

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** JSON; undefined if there is none. */
  readonly body: unknown;
}

/** A connection or a collection, as far as tests look into it. */
export type Shown = Readonly<Record<string, unknown>> & {
  readonly id: string;
  readonly auth: Readonly<Record<string, unknown>>;
};

/** An Airweave platform that listens. */
export interface AirweaveServer {
  readonly url: string;
  /** The requests that have reached it. */
  readonly requests: { readonly method: string; readonly path: string; readonly body: unknown }[];
  /** @param path Or a whole address. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Calls what has to go well. @returns the body. */
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
    const response = await fetch(new URL(path, url), {
      method,
      redirect: "manual",
      headers: {
        ...(options.apiKey === undefined ? {} : { "x-api-key": options.apiKey }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === "" ? undefined : JSON.parse(text),
    };
  };
  const done: AirweaveServer["done"] = async (method, path, body) => {
    const answer = await call(method, path, body);
    expect(answer).toMatchObject({ status: 200 });
    return answer.body as Shown;
  };
  return { url, requests, call, done, stop };
}
