import type { FastifyInstance, FastifyRequest } from "fastify";
import { parseUpdate } from "./connection-bodies";
import { listedConnection, shownConnection } from "./connection-view";
import { createConnection } from "./create-connection";
import { invalid, refused } from "./errors";
import { advanced, cancel, run, settled, shownJob, syncOf } from "./jobs";
import { claimToken, reinitiate, verify } from "./login";
import { newestFirst, type Airweave, type SourceConnection } from "./model";
import { page, queryNumber, queryText, uuidParameter } from "./requests";
import { updateConnection } from "./update-connection";
import { coerceBoolean } from "./coercion";

/** The routes of source connections. Source: docs/contracts/airweave.md, section 3. */
export function sourceConnectionRoutes(app: FastifyInstance, airweave: Airweave): void {
  const { connections } = airweave;
  const item = "/source-connections/:source_connection_id";
  const idOf = ({ params }: FastifyRequest): string => uuidParameter(params, "source_connection_id");
  const find = (id: string): SourceConnection => {
    const connection = connections.get(id);
    if (connection === undefined) throw refused(404, "SourceConnection not found");
    return connection;
  };
  const read = (request: FastifyRequest): Promise<SourceConnection> => settled(airweave, find(idOf(request)));

  app.get("/source-connections", async ({ query }) => {
    const collection = queryText(query, "collection");
    const all = newestFirst(connections.all());
    const wanted = all.filter(
      ({ readable_collection_id: id }) => collection === undefined || id === collection,
    );
    const listed = await Promise.all(page(wanted, query).map((one) => settled(airweave, one)));
    return listed.map((connection) => listedConnection(airweave, connection));
  });

  app.post("/source-connections", async (request) => {
    const connection = createConnection(airweave, request.body, serverUrl(request));
    await connections.put(connection);
    return shownConnection(airweave, connection, connection.login?.claimToken);
  });

  app.get(item, async (request) => shownConnection(airweave, await read(request)));

  app.patch(item, async (request) => {
    const id = idOf(request);
    const change = parseUpdate(request.body, airweave.clock.now());
    return shownConnection(airweave, await updateConnection(airweave, find(id), change));
  });

  app.delete(item, async (request) => {
    const connection = find(idOf(request));
    await connections.delete(connection.id);
    return shownConnection(airweave, connection);
  });

  app.post(`${item}/run`, async (request) => {
    const force = coerceBoolean(queryText(request.query, "force_full_sync") ?? false);
    if ("problem" in force) throw invalid(["query.force_full_sync", force.problem]);
    const connection = await read(request);
    return shownJob(connection, await run(airweave, connection));
  });

  app.get(`${item}/jobs`, async (request) => {
    const limit = queryNumber(request.query, "limit", { otherwise: 100, min: 1, max: 1000 });
    const connection = await advanced(airweave, find(idOf(request)));
    syncOf(connection);
    return connection.jobs
      .toReversed()
      .slice(0, limit)
      .map((job) => shownJob(connection, job));
  });

  app.post(`${item}/jobs/:job_id/cancel`, async (request) => {
    const [id, job] = [idOf(request), uuidParameter(request.params, "job_id")];
    const connection = find(id);
    return shownJob(connection, await cancel(airweave, connection, job));
  });

  app.post(`${item}/verify-oauth`, async (request) => {
    const id = idOf(request);
    claimToken(request.body);
    return verify(airweave, find(id), request.body);
  });

  app.post(`${item}/reinitiate-oauth`, (request) =>
    reinitiate(airweave, find(idOf(request)), serverUrl(request)),
  );
}

/** The origin of the request's URL. */
function serverUrl({ protocol, host }: FastifyRequest): string {
  return `${protocol}://${host}`;
}
