import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { isFields, type Fields } from "../../provider/src/values/fields";

/** The fields of an object that users give. */
const given: readonly string[] = ["config", "configuration", "description", "name", "cron"];

/** A proxy in front of a platform, which spells in every response in its own way what users have given. */
export async function startRespellingProxy(
  target: string,
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const server = createServer((request, response) => {
    void (async () => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      const { host: _host, connection: _connection, "content-length": _length, ...headers } = request.headers;
      const body = Buffer.concat(parts);
      const answered = await fetch(target + (request.url ?? ""), {
        ...{ method: request.method ?? "GET", headers: headers as Record<string, string> },
        ...(body.length === 0 ? {} : { body }),
      });
      const text = await answered.text();
      response.writeHead(answered.status, { "content-type": answered.headers.get("content-type") ?? "" });
      response.end(text === "" ? text : JSON.stringify(respelled(JSON.parse(text))));
    })();
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections();
      await once(server.close(), "close");
    },
  };
}

function respelled(body: unknown): unknown {
  if (Array.isArray(body)) return body.map(respelled);
  if (!isFields(body)) return body;
  return mapped(body, (key, value) => {
    // What the platform has discovered is no user's.
    if (key === "catalog") return value;
    return given.includes(key) ? spelled(value) : respelled(value);
  });
}

/** Adds a slash to every text, but for masks and the keys of other services. */
function spelled(value: unknown): unknown {
  if (typeof value === "string") return /^\**$/.test(value) ? value : `${value}/`;
  if (Array.isArray(value)) return value.map(spelled);
  if (!isFields(value)) return value;
  return mapped(value, (key, inner) =>
    key === "embedding_config" && isFields(inner)
      ? mapped(inner, (name, setting) => (name === "api_key" ? setting : spelled(setting)))
      : spelled(inner),
  );
}

function mapped(fields: Fields, map: (key: string, value: unknown) => unknown): Fields {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, map(key, value)]));
}
