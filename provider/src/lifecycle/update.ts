import { catalogEntry, isPublic } from "../catalog/entry";
import { definedKeys, fieldsAt, own, type Fields } from "../values/fields";
import type { RemoteObject, ResourceDefinition } from "./definition";
import { changedFields } from "./diff";
import { partialFailure } from "./failure";
import { isSame, recordedOutputs } from "./recorded";
import type { Remote } from "./remote";

/**
 * Makes the object what the program says and checks in the answer that it has happened.
 *
 * @param olds The recorded outputs; may be truncated or of an earlier release.
 * @returns the complete outputs.
 * @throws RequestFailure if the request failed, and PartialFailure if the platform kept something as it was:
 *   the state then has what the platform has.
 */
export async function update(
  definition: ResourceDefinition,
  remote: Remote,
  id: string,
  olds: Fields,
  news: Fields,
): Promise<Record<string, unknown>> {
  const { object } = await remote.sendForObject("update", definition.requests.update(id, news));
  const outputs = recordedOutputs(definition, news, object, olds);
  if (keptName(definition, olds, news, object)) {
    throw partialFailure(
      `${remote.subject}: update failed: ${definition.platform.title} kept the old ${definition.nameField} ${JSON.stringify(olds[definition.nameField])}; take that ${definition.nameField} back into the program, or make a new ${definition.noun} with the resource option \`onRename: "replace"\``,
      id,
      outputs,
    );
  }
  const kept = keptKeys(definition, olds, news, object);
  if (kept.length > 0) {
    const { field } = definition.config;
    const config = { ...fieldsAt(news, field) };
    for (const key of kept) config[key] = own(fieldsAt(olds, field), key);
    throw partialFailure(
      `${remote.subject}: update failed: ${definition.platform.title} kept ${kept.map((key) => `${field}.${key}`).join(", ")} as it was; set it on the platform, or take the change out of the program`,
      id,
      { ...outputs, [field]: config },
    );
  }
  return outputs;
}

function keptName(
  { nameField }: ResourceDefinition,
  olds: Fields,
  news: Fields,
  object: RemoteObject,
): boolean {
  return (
    olds[nameField] !== news[nameField] &&
    object[nameField] === olds[nameField] &&
    object[nameField] !== undefined
  );
}

/** The changed keys of the configuration that the answer still has with the old value. A value that the platform only spells another way is no such key. */
function keptKeys(
  definition: ResourceDefinition,
  olds: Fields,
  news: Fields,
  object: RemoteObject,
): string[] {
  const { field, typeField, catalog } = definition.config;
  if (!changedFields(definition, olds, news).includes(field)) return [];
  const entry = catalogEntry(catalog, news[typeField]);
  const before = fieldsAt(olds, field);
  const after = fieldsAt(news, field);
  const answered = fieldsAt(object, field);
  return definedKeys(after).filter((key) => {
    const [was, is] = [own(before, key), own(answered, key)];
    return (
      isPublic(entry, key) &&
      was !== undefined &&
      is !== undefined &&
      !isSame(after[key], is) &&
      isSame(was, is)
    );
  });
}
