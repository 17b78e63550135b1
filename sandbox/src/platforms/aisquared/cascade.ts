import type { Connector, Model, Sync, Tables } from "./tables";

/** What goes along with a deleted object, without a question. Source: docs/contracts/aisquared.md, section 4.4. */

export async function deleteConnector(tables: Tables, { id }: Connector): Promise<void> {
  const key = Number(id);
  const models = tables.models.where(({ connector_id }) => connector_id === key);
  await Promise.all([
    tables.connectors.delete([{ id }]),
    tables.catalogs.delete(tables.catalogs.where(({ connector_id }) => connector_id === key)),
    ...models.map((model) => deleteModel(tables, model)),
    deleteSyncs(
      tables,
      tables.syncs.where((sync) => sync.source_id === key || sync.destination_id === key),
    ),
  ]);
}

export async function deleteModel(tables: Tables, model: Model): Promise<void> {
  await Promise.all([
    tables.models.delete([model]),
    deleteSyncs(
      tables,
      tables.syncs.where(({ model_id }) => model_id === Number(model.id)),
    ),
  ]);
}

export async function deleteSyncs({ syncs, sync_runs }: Tables, gone: readonly Sync[]): Promise<void> {
  const ids = gone.map(({ id }) => Number(id));
  await Promise.all([
    syncs.delete(gone),
    sync_runs.delete(sync_runs.where(({ sync_id }) => ids.includes(sync_id))),
  ]);
}
