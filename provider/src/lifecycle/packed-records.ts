import type { dynamic } from "@pulumi/pulumi";
import { identityKey, packedKey, respelledKey, responseKey, unmanagedKey } from "../definition/state-keys";
import { isMarked } from "../secrets/mark-secrets";
import { isFields, omit, type Fields } from "../values/fields";
import { someInTree } from "../values/some-in-tree";

type Verbs = dynamic.ResourceProvider<Fields, Fields>;

/** What this package keeps for itself in the outputs of a resource, by its name in the text. */
const records: readonly (readonly [name: string, key: string])[] = [
  ["identity", identityKey],
  ["response", responseKey],
  ["unmanaged", unmanagedKey],
  ["respelled", respelledKey],
];

/**
 * The verbs of a resource with its own records as JSON in one text, around verbs that know nothing of it. Nested values cost an engine
 * several times as much, in each message and whenever it saves the state. States of earlier releases have them nested.
 */
export function withPackedRecords(verbs: Required<Verbs>): Verbs {
  return {
    ...verbs,
    diff: (id, olds, news) => verbs.diff(id, unpacked(olds), news),
    create: async (inputs) => {
      const { id, outs } = await verbs.create(inputs).catch(rethrowPacked);
      return { id, outs: packed(outs) };
    },
    read: async (id, recorded = {}) => {
      const { props, ...rest } = await verbs.read(id, unpacked(recorded));
      return props === undefined ? rest : { ...rest, props: packed(props) };
    },
    update: async (id, olds, news) => {
      const { outs } = await verbs.update(id, unpacked(olds), news).catch(rethrowPacked);
      return { outs: packed(outs) };
    },
    delete: (id, recorded) => verbs.delete(id, unpacked(recorded)),
  };
}

/** Outputs with those of the records in one text in which nothing is secret: of the others the engine encrypts the secrets. */
export function packed(outputs: Fields = {}): Record<string, unknown> {
  const kept = records.filter(([, key]) => outputs[key] !== undefined && !someInTree(outputs[key], isMarked));
  if (kept.length === 0) return { ...outputs };
  const text = JSON.stringify(Object.fromEntries(kept.map(([name, key]) => [name, outputs[key]])));
  const keys = kept.map(([, key]) => key);
  return { ...omit(outputs, keys), [packedKey]: text };
}

/** Outputs with every record under its key. Never throws: what is not such a text says nothing. */
export function unpacked(outputs: Fields): Record<string, unknown> {
  const { [packedKey]: text, ...rest } = outputs;
  const values = typeof text === "string" ? parsed(text) : {};
  const found = records.filter(([name]) => Object.hasOwn(values, name));
  return { ...rest, ...Object.fromEntries(found.map(([name, key]) => [key, values[name]])) };
}

function parsed(text: string): Fields {
  try {
    const values: unknown = JSON.parse(text);
    return isFields(values) ? values : {};
  } catch {
    return {};
  }
}

/** Throws what was thrown, with the outputs that the engine is to keep packed. */
function rethrowPacked(error: unknown): never {
  if (error instanceof Error && "properties" in error) {
    throw Object.assign(error, { properties: packed(error.properties as Fields) });
  }
  throw error;
}
