import { randomUUID } from "node:crypto";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { Refusal } from "../../serving/refusal";
import type { Store } from "../../serving/store";
import type { Role } from "./catalog";
import { lookedAt, scheduled, toCheckResponse, type ConnectionCheck } from "./connection-check";
import { masked, withDefaults, type Connector } from "./connectors";
import type { Unstructured } from "./platform";
import { capitalized, parseCreate, parseId, parseUpdate } from "./validation";

/** The routes of sources or of destinations. Source: docs/contracts/unstructured.md, sections 2 to 5, 7 and 10. */
export function addConnectorRoutes(app: FastifyInstance, role: Role, platform: Unstructured): void {
  const { timestamp } = platform;
  const connectors: Store<Connector> = platform.connectors[role];
  const checks: Store<ConnectionCheck> = platform.checks[role];
  const collection = `/api/v1/${role}s/`;
  const item = `${collection}:id`;
  const find = (request: FastifyRequest): Connector => {
    const id = parseId(role, (request.params as { id: string }).id);
    const connector = connectors.get(id);
    if (connector === undefined) {
      throw new Refusal(404, { detail: `${capitalized(role)} with id ${id} not found` });
    }
    return connector;
  };

  app.get(collection, (request) => {
    const type = (request.query as Record<string, unknown>)[`${role}_type`];
    return connectors
      .all()
      .filter((connector) => type === undefined || connector.type === type)
      .map((connector) => masked(role, connector));
  });

  app.post(collection, async (request) => {
    const { name, type, config } = parseCreate(role, request.body);
    const connector: Connector = {
      id: randomUUID(),
      name,
      type,
      config: withDefaults(role, type, config),
      created_at: timestamp(),
      updated_at: null,
    };
    await connectors.put(connector);
    return connector;
  });

  app.get(item, (request) => masked(role, find(request)));

  app.put(item, async (request) => {
    const old = find(request);
    const { name, config } = parseUpdate(role, old.type, request.body);
    const connector: Connector = {
      ...old,
      name: platform.keepNames ? old.name : (name ?? old.name),
      config: config === undefined ? old.config : withDefaults(role, old.type, config),
      updated_at: timestamp(),
    };
    await connectors.put(connector);
    return connector;
  });

  app.delete(item, async (request) => {
    const { id } = find(request);
    await connectors.delete(id);
    await checks.delete(id);
    return { detail: `${capitalized(role)} with id ${id} successfully deleted.` };
  });

  app.post(`${item}/connection-check`, async (request, reply) => {
    const check = scheduled(find(request).id, timestamp());
    await checks.put(check);
    return reply.status(202).send(toCheckResponse(check));
  });

  app.get(`${item}/connection-check`, async (request) => {
    const connector = find(request);
    const check = checks.get(connector.id);
    if (check === undefined) throw new Refusal(404, { detail: "No connection check found" });
    const looked = lookedAt(check, connector, timestamp());
    if (looked !== check) await checks.put(looked);
    return toCheckResponse(looked);
  });
}
