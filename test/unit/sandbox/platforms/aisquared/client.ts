import { afterAll } from "@jest/globals";
import { aisquaredApp, type AisquaredOptions } from "../../../../../sandbox/src/platforms/aisquared/app";
import { listen, type RunningPlatform } from "../../../../../sandbox/src/serving/server";

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Undefined for an empty body. */
  readonly body: unknown;
}

export interface Call {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

/** A platform with a logged-in user, and a clock that only tests advance. */
export interface AisquaredClient {
  readonly url: string;
  readonly token: string;
  /** Sends a request to a path below `/api/v1`, in workspace 1. */
  readonly call: (method: string, path: string, call?: Call) => Promise<Answer>;
  /** The same; returns the id in the response. */
  readonly make: (path: string, body: unknown) => Promise<string>;
  readonly login: (password?: string) => Promise<Answer>;
  /** Advances the clock. */
  readonly pass: (milliseconds: number) => void;
}

export const email = "sandbox@example.com";
export const password = "correct horse";
export const snowflake = {
  name: "Warehouse",
  connector_type: "source",
  connector_name: "Snowflake",
  configuration: {
    credentials: { auth_type: "username/password", username: "loader", password: "s3cret" },
    host: "acme.snowflakecomputing.com",
    role: "LOADER",
    warehouse: "SMALL",
    database: "SALES",
  },
};
export const postgres = {
  name: "Shop",
  connector_type: "destination",
  connector_name: "Postgresql",
  configuration: {
    credentials: { auth_type: "username/password", username: "loader", password: "s3cret" },
    host: "db.example.com",
    port: "5432",
    database: "shop",
    schema: "public",
  },
};
export const openAi = {
  name: "Model",
  connector_type: "source",
  connector_name: "OpenAI",
  configuration: {
    api_key: "sk-1",
    is_stream: false,
    config: { timeout: "30" },
    request_format: "{}",
    response_format: "{}",
  },
};

const running: RunningPlatform[] = [];
afterAll(async () => {
  await Promise.all(running.map((platform) => platform.stop()));
});

/** Starts a platform. It is stopped after the tests of the file. */
export async function startAisquared(options: Partial<AisquaredOptions> = {}): Promise<AisquaredClient> {
  let time = Date.parse("2026-08-01T00:00:00Z");
  const platform = await listen(aisquaredApp({ email, password, now: () => time, ...options }));
  running.push(platform);
  const request = async (method: string, path: string, { body, headers = {} }: Call): Promise<Answer> => {
    const response = await fetch(`${platform.url}/api/v1${path}`, {
      method,
      headers: Object.entries(headers).filter(
        (header): header is [string, string] => header[1] !== undefined,
      ),
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === "" ? undefined : (JSON.parse(text) as unknown),
    };
  };
  const login = (given = password): Promise<Answer> =>
    request("POST", "/login", {
      body: { email, password: given },
      headers: { "content-type": "application/json" },
    });
  const { body } = await login();
  const token = (body as { data: { id: string } }).data.id;
  const call = (method: string, path: string, { headers, ...rest }: Call = {}): Promise<Answer> =>
    request(method, path, {
      ...rest,
      headers: {
        authorization: `Bearer ${token}`,
        "workspace-id": "1",
        ...(rest.body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
    });
  return {
    url: platform.url,
    token,
    call,
    login,
    pass: (milliseconds) => (time += milliseconds),
    async make(path, sent) {
      const response = await call("POST", path, { body: sent });
      if (response.status !== 201) throw new Error(JSON.stringify(response));
      return (response.body as { data: { id: string } }).data.id;
    },
  };
}
