import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import {
  isList,
  isMap,
  makeSecret,
  mapEntries,
  Opaque,
  Secret,
  unknown,
  type PropertyMap,
  type PropertyValue,
} from "./property";

/**
 * How property values travel between program, engine and provider.
 * Source: pulumi/pulumi, `sdk/go/common/resource/plugin/rpc.go` and `resource/sig`.
 */
export const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
export const signatureKey = "4dabf18193072939515e22adb298388d";
export const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
const outputSignature = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const resourceSignature = "5cf8f73096256a8f31e491e813e4eb8e";

/** What the receiver of a message understands. What it does not is left out: a secret becomes its value, a reference an id. */
export interface Understands {
  readonly secrets: boolean;
  readonly resources: boolean;
}

export const everything: Understands = { secrets: true, resources: true };
export const plainValues: Understands = { secrets: false, resources: false };

/** Reads a message's properties; an absent message has none. */
export function fromStruct(struct: Struct | undefined): PropertyMap {
  return struct === undefined ? {} : (fromWire(struct.toJavaScript()) as PropertyMap);
}

/** Writes properties into a message, keys in order as the real engine does. */
export function toStruct(map: PropertyMap, understands: Understands): Struct {
  return Struct.fromJavaScript(toWire(map, understands) as Parameters<typeof Struct.fromJavaScript>[0]);
}

/** Reads a value in its wire form. */
export function fromWire(value: unknown): PropertyValue {
  if (value === unknownText) return unknown;
  if (Array.isArray(value)) return value.map(fromWire);
  if (typeof value !== "object" || value === null) return (value ?? null) as PropertyValue;
  const object = value as Record<string, unknown>;
  switch (object[signatureKey]) {
    case undefined:
      return Object.fromEntries(Object.entries(object).map(([key, item]) => [key, fromWire(item)]));
    case secretSignature:
      return makeSecret(fromWire(object.value));
    case outputSignature: {
      const element = "value" in object ? fromWire(object.value) : unknown;
      return object.secret === true ? makeSecret(element) : element;
    }
    default:
      return new Opaque(object);
  }
}

/** Writes a value in its wire form. */
export function toWire(value: PropertyValue, understands: Understands): unknown {
  if (value === unknown) return unknownText;
  if (value instanceof Secret) {
    const element = toWire(value.element, understands);
    return understands.secrets ? { [signatureKey]: secretSignature, value: element } : element;
  }
  if (value instanceof Opaque) return understands.resources ? value.wire : withoutReference(value.wire);
  if (isList(value)) return value.map((item) => toWire(item, understands));
  if (isMap(value)) {
    const sorted = Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
    return mapEntries(sorted, (item) => toWire(item, understands));
  }
  return value;
}

/** A reference to a resource, for who does not know references: its id if it has one, else its URN. */
function withoutReference(wire: Readonly<Record<string, unknown>>): unknown {
  if (wire[signatureKey] !== resourceSignature) return wire;
  return wire.id === undefined || wire.id === "" ? wire.urn : wire.id;
}
