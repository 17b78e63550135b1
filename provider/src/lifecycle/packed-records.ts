import type { dynamic } from "@pulumi/pulumi";
import { identityKey, packedKey, respelledKey, responseKey, unmanagedKey } from "../definition/state-keys";
import { isMarked } from "../secrets/mark-secrets";
import { omit, withoutNulls, type Fields } from "../values/fields";
import { someInTree } from "../values/some-in-tree";

type Verbs = dynamic.ResourceProvider<Fields, Fields>;

/** What this package keeps for itself in the outputs of a resource, in the order of the text. States depend on it. */
const packedKeys = [identityKey, responseKey, unmanagedKey, respelledKey];

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

/**
 * Outputs with those of the records in one text in which nothing is secret: of the others the engine encrypts the secrets. The text is a
 * list in JSON, with null for a record that is not in it, and single quotes: the state is JSON itself, where each double one costs a
 * backslash. On the CLI, which saves the whole state after each step, every byte of it costs time.
 */
export function packed(outputs: Fields = {}): Record<string, unknown> {
  const given = withoutNulls(outputs);
  const keys = packedKeys.filter((key) => key in given && !someInTree(given[key], isMarked));
  const last = keys.at(-1);
  if (last === undefined) return { ...outputs };
  const listed = packedKeys.slice(0, packedKeys.indexOf(last) + 1);
  const values = listed.map((key) => (keys.includes(key) ? outputs[key] : null));
  return { ...omit(outputs, keys), [packedKey]: withOtherQuotes(JSON.stringify(values)) };
}

/** Outputs with every record under its key. Never throws: what is not such a text says nothing. */
export function unpacked(outputs: Fields): Record<string, unknown> {
  const { [packedKey]: text, ...rest } = outputs;
  const values = typeof text === "string" ? listIn(withOtherQuotes(text)) : [];
  const records = Object.fromEntries(packedKeys.map((key, index) => [key, values[index]]));
  return { ...rest, ...withoutNulls(records) };
}

/** The text with single quotes in place of double ones, and the other way round: twice, it is the same again. */
function withOtherQuotes(text: string): string {
  return text.replace(/["']/g, (quote) => (quote === '"' ? "'" : '"'));
}

function listIn(text: string): unknown[] {
  try {
    const values: unknown = JSON.parse(text);
    return Array.isArray(values) ? values : [];
  } catch {
    return [];
  }
}

/** Throws what was thrown, with the outputs that the engine is to keep packed. */
function rethrowPacked(error: unknown): never {
  if (error instanceof Error && "properties" in error) {
    throw Object.assign(error, { properties: packed(error.properties as Fields) });
  }
  throw error;
}
