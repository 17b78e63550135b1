import { expect, it } from "@jest/globals";
import { checkType, startWorld } from "../../../drift/matrix";
import { allTypes } from "../../../drift/types";

// `npm run test:drift` does it for all types.
it.each([
  ["unstructured.Source", "dropbox"],
  ["aisquared.Connector", "Postgresql"],
  ["airweave.SourceConnection", "github"],
])("drift of every field of an %s of type %s is reported by its path, and put back", async (kind, name) => {
  const type = allTypes.find((each) => each.kind === kind && each.type === name);
  if (type === undefined) throw new Error(`the catalog has no ${name}`);
  const world = await startWorld(type.platform);
  const { changes, failures } = await checkType(world, type, 1);
  await world.stop();
  expect(failures).toEqual([]);
  expect(changes).toBeGreaterThan(10);
});
