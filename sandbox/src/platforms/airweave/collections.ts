import { randomInt, randomUUID } from "node:crypto";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { JsonObject } from "../../json-object";
import { isFederated } from "./connection-view";
import { internalError, invalid, notNull, refused, type Problem } from "./errors";
import { lastJob, settled } from "./jobs";
import { newestFirst, type Airweave, type Collection, type SourceConnection } from "./model";
import { objectBody, page, queryText, textProblems } from "./requests";
import { parseSyncConfig } from "./sync-config";

const nameLimits = { min: 4, max: 64 };
const readableIdPattern = "^[a-z0-9]+(-[a-z0-9]+)*$";

/** The routes of collections. Source: docs/contracts/airweave.md, section 2. */
export function collectionRoutes(app: FastifyInstance, airweave: Airweave): void {
  const { collections, connections } = airweave;
  const item = "/collections/:readable_id";
  const found = (request: FastifyRequest): Collection =>
    findCollection(airweave, (request.params as { readable_id: string }).readable_id);

  app.get("/collections", async ({ query }) => {
    const listed = page(newestFirst(matching(collections.all(), query)), query);
    return Promise.all(listed.map((collection) => shown(airweave, collection, true)));
  });

  app.get("/collections/count", ({ query }, reply) =>
    reply.type("application/json").send(JSON.stringify(matching(collections.all(), query).length)),
  );

  app.post("/collections", async ({ body }) => {
    const collection = newCollection(airweave, objectBody(body));
    await collections.put(collection);
    return shown(airweave, collection);
  });

  app.get(item, (request) => shown(airweave, found(request)));

  app.patch(item, async (request) => {
    const change = parseChange(objectBody(request.body));
    const old = found(request);
    if (change.name === null) throw notNull("name", "collection");
    if (JSON.stringify({ ...old, ...change }) === JSON.stringify(old)) return shown(airweave, old);
    const collection: Collection = {
      ...old,
      ...(change as Partial<Collection>),
      modified_at: airweave.clock.timestamp(),
      modified_by_email: airweave.settings.email,
    };
    await collections.put(collection);
    return shown(airweave, collection);
  });

  app.delete(item, async (request) => {
    const collection = found(request);
    const last = await shown(airweave, collection);
    for (const { id } of connectionsOf(airweave, collection)) await connections.delete(id);
    await collections.delete(collection.id);
    return last;
  });
}

/** @throws Refusal with status 404. */
export function findCollection({ collections }: Airweave, readableId: string): Collection {
  const collection = collections.all().find(({ readable_id }) => readable_id === readableId);
  if (collection === undefined) throw refused(404, "Collection not found");
  return collection;
}

function newCollection(airweave: Airweave, body: JsonObject): Collection {
  const problems: Problem[] = [
    ...textProblems(body, "name", { ...nameLimits, required: true }),
    ...textProblems(body, "readable_id", { nullable: true, pattern: readableIdPattern }),
  ];
  const sync_config = parseSyncConfig(body, problems);
  if (problems.length > 0) throw invalid(...problems);
  const { name, readable_id } = body as { name: string; readable_id?: string | null };
  const [created_at, modified_at] = [airweave.clock.timestamp(), airweave.clock.timestamp()];
  const { email } = airweave.settings;
  return {
    id: randomUUID(),
    name,
    readable_id: uniqueReadableId(airweave, name, readable_id ?? undefined),
    sync_config,
    created_at,
    modified_at,
    created_by_email: email,
    modified_by_email: email,
  };
}

/** Readable ids are unique across organizations. @throws Refusal if the given one is taken. */
function uniqueReadableId(airweave: Airweave, name: string, given: string | undefined): string {
  const taken = new Set(airweave.collections.all().map(({ readable_id }) => readable_id));
  const elsewhere = airweave.settings.otherOrganizationCollections;
  if (given !== undefined) {
    if (taken.has(given)) throw refused(400, `Collection with readable_id '${given}' already exists`);
    if (elsewhere.includes(given)) {
      throw internalError(
        "IntegrityError",
        'duplicate key value violates unique constraint "collection_readable_id_key"',
      );
    }
    return given;
  }
  for (;;) {
    const id = [slug(name), suffix()].filter(Boolean).join("-");
    if (!taken.has(id) && !elsewhere.includes(id)) return id;
  }
}

/** The letters and digits of a name, with hyphens in place of spaces. */
function slug(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9\s-]/g, "")
    .replace(/[\s-]+/g, "-")
    .replace(/^-|-$/g, "");
}

function suffix(): string {
  const letters = "abcdefghijklmnopqrstuvwxyz0123456789";
  return Array.from({ length: 6 }, () => letters.charAt(randomInt(letters.length))).join("");
}

/** Absent keys stay unchanged; unknown keys are ignored. */
function parseChange(
  body: JsonObject,
): Partial<Omit<Collection, "name">> & { readonly name?: string | null } {
  const problems: Problem[] = textProblems(body, "name", { ...nameLimits, nullable: true });
  const sync_config = parseSyncConfig(body, problems);
  if (problems.length > 0) throw invalid(...problems);
  return {
    ...(body.name === undefined ? {} : { name: body.name as string | null }),
    ...(body.sync_config === undefined ? {} : { sync_config }),
  };
}

function matching(collections: readonly Collection[], query: unknown): Collection[] {
  const search = (queryText(query, "search") ?? "").toLowerCase();
  return collections.filter(({ name, readable_id }) =>
    [name, readable_id].some((text) => text.toLowerCase().includes(search)),
  );
}

function connectionsOf({ connections }: Airweave, { readable_id }: Collection): SourceConnection[] {
  return connections.all().filter((connection) => connection.readable_collection_id === readable_id);
}

/** @param listed Whether it is for a list; only that includes summaries of the connections. */
async function shown(airweave: Airweave, collection: Collection, listed = false): Promise<unknown> {
  const connections = await Promise.all(
    connectionsOf(airweave, collection).map((connection) => settled(airweave, connection)),
  );
  const { name, readable_id, id, ...rest } = collection;
  return {
    name,
    readable_id,
    id,
    ...rest,
    organization_id: airweave.settings.organizationId,
    status: statusOf(airweave, connections),
    vector_size: 1536,
    embedding_model_name: "text-embedding-3-small",
    source_connection_summaries: listed
      ? connections.map(({ short_name, name }) => ({ short_name, name }))
      : [],
  };
}

/** The status is computed on reading. */
function statusOf(airweave: Airweave, connections: readonly SourceConnection[]): string {
  const authenticated = connections.filter((connection) => connection.authenticated);
  const works = (connection: SourceConnection): boolean =>
    isFederated(airweave, connection) ||
    ["completed", "running", "cancelling"].includes(lastJob(connection)?.status ?? "");
  if (authenticated.some(works)) return "ACTIVE";
  const failed = authenticated.every((connection) => lastJob(connection)?.status === "failed");
  return authenticated.length > 0 && failed ? "ERROR" : "NEEDS SOURCE";
}
