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
 * The wire form of property values between program, engine and provider.
 * Source: pulumi/pulumi, `sdk/go/common/resource/plugin/rpc.go` and `resource/sig`.
 */
export const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
export const signatureKey = "4dabf18193072939515e22adb298388d";
export const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
const outputSignature = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const resourceSignature = "5cf8f73096256a8f31e491e813e4eb8e";

/** What the receiver of a message supports. Otherwise a secret is sent as its plaintext, and a reference as an id. */
export interface WireFeatures {
  readonly secrets: boolean;
  readonly resources: boolean;
}

export const everything: WireFeatures = { secrets: true, resources: true };
export const plainValues: WireFeatures = { secrets: false, resources: false };

/** Reads the properties of a message; none if it is absent. */
export function fromStruct(struct: Struct | undefined): PropertyMap {
  return struct === undefined ? {} : (fromWire(struct.toJavaScript()) as PropertyMap);
}

/** Writes properties into a message, with sorted keys as in Pulumi's engine. */
export function toStruct(map: PropertyMap, supported: WireFeatures): Struct {
  return Struct.fromJavaScript(toWire(map, supported) as Parameters<typeof Struct.fromJavaScript>[0]);
}

/** Reads a value from its wire form. */
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
export function toWire(value: PropertyValue, supported: WireFeatures): unknown {
  if (value === unknown) return unknownText;
  if (value instanceof Secret) {
    const element = toWire(value.element, supported);
    return supported.secrets ? { [signatureKey]: secretSignature, value: element } : element;
  }
  if (value instanceof Opaque) return supported.resources ? value.wire : withoutReference(value.wire);
  if (isList(value)) return value.map((item) => toWire(item, supported));
  if (isMap(value)) {
    const sorted = Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
    return mapEntries(sorted, (item) => toWire(item, supported));
  }
  return value;
}

/** A resource reference, for a receiver that does not support them: the id if there is one, else the URN. */
function withoutReference(wire: Readonly<Record<string, unknown>>): unknown {
  if (wire[signatureKey] !== resourceSignature) return wire;
  return wire.id === undefined || wire.id === "" ? wire.urn : wire.id;
}
