import type { Crypter } from "pulumi-connectors/internal/project/passphrase";
import type { JsonObject } from "../../json-object";
import {
  deploymentVersion,
  type Manifest,
  type StoredDeployment,
  type StoredOperation,
  type StoredResource,
} from "./deployment-schema";
import { parseJson } from "pulumi-connectors/internal/project/json-text";
import {
  isList,
  isMap,
  mapEntries,
  Opaque,
  Secret,
  unknown,
  type PropertyMap,
  type PropertyValue,
} from "../values/property";
import { newResourceState, type ResourceState } from "./resource-state";
import { secretSignature, signatureKey, unknownText } from "../values/wire";

/** A step that was in progress when an operation was interrupted. */
export interface PendingOperation {
  readonly resource: ResourceState;
  readonly type: "creating" | "updating" | "deleting" | "reading" | "importing";
}

/** The state of a stack. Each resource comes after its dependencies. */
export interface Checkpoint {
  readonly resources: readonly ResourceState[];
  readonly pendingOperations: readonly PendingOperation[];
}

export const emptyCheckpoint: Checkpoint = { resources: [], pendingOperations: [] };

/** What a stored deployment has besides resources and secrets. Parts that this engine does not use are kept unchanged. */
export interface Envelope {
  readonly manifest: Manifest;
  /** The unused keys of the document, and of its deployment. */
  readonly rest: { readonly document: JsonObject; readonly deployment: JsonObject };
}

export function newEnvelope(): Envelope {
  return { manifest: newManifest(), rest: { document: {}, deployment: {} } };
}

/** The manifest of a state written by this engine. Its version is empty, because it would be the pulumi CLI's. */
export function newManifest(before?: Manifest): Manifest {
  return { ...before, time: new Date().toISOString(), magic: "", version: "" };
}

export function envelopeOf(stored: StoredDeployment): Envelope {
  const { version: _version, features: _features, deployment, ...document } = stored;
  const { manifest, secrets_providers: _, resources: _r, pending_operations: _o, ...rest } = deployment;
  return { manifest: manifest ?? newManifest(), rest: { document, deployment: rest } };
}

/** Reads a deployment and decrypts its secrets. @throws Error naming the resource whose secret cannot be decrypted. */
export function deserialize({ deployment }: StoredDeployment, crypter: Crypter): Checkpoint {
  return {
    resources: (deployment.resources ?? []).map((resource) => deserializeResource(resource, crypter)),
    pendingOperations: (deployment.pending_operations ?? []).map(({ type, resource }) => ({
      type,
      resource: deserializeResource(resource, crypter),
    })),
  };
}

/**
 * Writes a deployment.
 *
 * @param encode Default: encrypts secrets.
 */
export function serialize(
  checkpoint: Checkpoint,
  crypter: Crypter,
  { manifest, rest }: Envelope = newEnvelope(),
  encode: SecretEncoder = secretEncoder(crypter),
): StoredDeployment {
  const resources = checkpoint.resources.map((resource) => serializeResource(resource, encode));
  const operations = checkpoint.pendingOperations.map((operation) => serializeOperation(operation, encode));
  return {
    version: deploymentVersion,
    ...rest.document,
    deployment: {
      manifest,
      secrets_providers: { type: "passphrase", state: { salt: crypter.state } },
      ...(resources.length > 0 ? { resources } : {}),
      ...(operations.length > 0 ? { pending_operations: operations } : {}),
      metadata: {},
      ...rest.deployment,
    },
  };
}

/** Makes the stored form of a secret. */
export type SecretEncoder = (secret: Secret) => unknown;

/** Caches: an operation writes its state many times, so each secret is encrypted once, and each unchanged map serialized once. */
const encoders = new WeakMap<Crypter, SecretEncoder>();
const serializedMaps = new WeakMap<
  PropertyMap,
  { readonly encode: SecretEncoder; readonly serialized: Readonly<Record<string, unknown>> }
>();

/** Encrypts secrets, each once. */
export function secretEncoder(crypter: Crypter): SecretEncoder {
  let encoder = encoders.get(crypter);
  if (encoder === undefined) {
    const ciphertexts = new WeakMap<Secret, string>();
    encoder = (secret) => {
      const ciphertext = ciphertexts.get(secret) ?? crypter.encrypt(plaintextOf(secret));
      ciphertexts.set(secret, ciphertext);
      return { [signatureKey]: secretSignature, ciphertext };
    };
    encoders.set(crypter, encoder);
  }
  return encoder;
}

function serializeMap(map: PropertyMap, encode: SecretEncoder): Readonly<Record<string, unknown>> {
  let known = serializedMaps.get(map);
  if (known?.encode !== encode) {
    const serialized = sortKeys(mapEntries(map, (value) => serializeValue(value, encode)));
    known = { encode, serialized };
    serializedMaps.set(map, known);
  }
  return known.serialized;
}

/** Writes secrets in plaintext, as `stack export --show-secrets` does. Such a state can be imported, too. */
export const showSecrets: SecretEncoder = (secret) => ({
  [signatureKey]: secretSignature,
  plaintext: plaintextOf(secret),
});

/** A secret within a secret keeps its mark, but is not encrypted again. */
function plaintextOf(secret: Secret): string {
  const encodeInner: SecretEncoder = (inner) => ({
    [signatureKey]: secretSignature,
    ciphertext: plaintextOf(inner),
  });
  return JSON.stringify(serializeValue(secret.element, encodeInner));
}

/** A resource in the deployment format. Empty fields are omitted, except those that the format always has. */
export function serializeResource(resource: ResourceState, encodeSecret: SecretEncoder): StoredResource {
  const { rest, customTimeouts, urn, custom, type, ...parts } = resource;
  return {
    urn,
    custom,
    ...present({ delete: parts.delete, id: parts.id }),
    type,
    ...present({
      inputs: serializeMap(parts.inputs, encodeSecret),
      outputs: serializeMap(parts.outputs, encodeSecret),
      parent: parts.parent,
      protect: parts.protect,
      external: parts.external,
      dependencies: parts.dependencies,
      initErrors: parts.initErrors,
      provider: parts.provider,
      propertyDependencies: sortKeys(parts.propertyDependencies),
      pendingReplacement: parts.pendingReplacement,
      additionalSecretOutputs: parts.additionalSecretOutputs,
      customTimeouts: { ...customTimeouts },
      importID: parts.importID,
      retainOnDelete: parts.retainOnDelete,
      deletedWith: parts.deletedWith,
      replaceWith: parts.replaceWith,
      created: parts.created,
      modified: parts.modified,
      ignoreChanges: parts.ignoreChanges,
      replaceOnChanges: parts.replaceOnChanges,
    }),
    ...rest,
  };
}

export function serializeOperation(
  { resource, type }: PendingOperation,
  encodeSecret: SecretEncoder,
): StoredOperation {
  return { resource: serializeResource(resource, encodeSecret), type };
}

function present(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => !isEmpty(value)));
}

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (typeof value === "object" && value !== null) return Object.keys(value).length === 0;
  return value === undefined || value === "" || value === false;
}

function sortKeys<Value>(map: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function serializeValue(value: PropertyValue, encodeSecret: SecretEncoder): unknown {
  if (value instanceof Secret) return encodeSecret(value);
  if (value === unknown) return unknownText;
  if (value instanceof Opaque) return value.wire;
  if (isList(value)) return value.map((item) => serializeValue(item, encodeSecret));
  if (isMap(value)) return mapEntries(sortKeys(value), (item) => serializeValue(item, encodeSecret));
  return value;
}

function deserializeResource(stored: StoredResource, crypter: Crypter): ResourceState {
  const { urn, type, custom, inputs, outputs, customTimeouts, propertyDependencies, ...parts } = stored;
  const known = newResourceState({ urn, type, custom: custom === true });
  const rest: Record<string, unknown> = {};
  const state: Record<string, unknown> = { ...known };
  for (const [key, value] of Object.entries(parts)) {
    if (!(key in known) || key === "rest" || key === "alias") rest[key] = value;
    else state[key] = value ?? state[key];
  }
  try {
    return {
      ...(state as unknown as ResourceState),
      inputs: deserializeMap(inputs ?? {}, crypter),
      outputs: deserializeMap(outputs ?? {}, crypter),
      propertyDependencies: Object.fromEntries(
        Object.entries(propertyDependencies ?? {}).map(([key, urns]) => [key, urns ?? []]),
      ),
      customTimeouts: customTimeouts ?? {},
      rest,
    };
  } catch (error) {
    if (error instanceof RangeError) throw error;
    throw new Error(`${urn}: ${(error as Error).message}`, { cause: error });
  }
}

function deserializeMap(stored: JsonObject, crypter: Crypter): PropertyMap {
  return deserializeValue(stored, crypter) as PropertyMap;
}

type Decrypter = Pick<Crypter, "decrypt">;
const plaintextInside: Decrypter = { decrypt: (text) => text };

/** No platform has values that are nested more deeply, and other parts of the engine recurse, too. */
const deepest = 500;

/** @throws RangeError for a value that is nested too deeply. */
function deserializeValue(stored: unknown, crypter: Decrypter, depth = 0): PropertyValue {
  if (depth > deepest) throw new RangeError("nested too deeply");
  if (Array.isArray(stored)) return stored.map((item) => deserializeValue(item, crypter, depth + 1));
  if (typeof stored !== "object" || stored === null) return stored as PropertyValue;
  const object = stored as Record<string, unknown>;
  if (object[signatureKey] === undefined) {
    return Object.fromEntries(
      Object.entries(object).map(([key, item]) => [key, deserializeValue(item, crypter, depth + 1)]),
    );
  }
  if (object[signatureKey] !== secretSignature) return new Opaque(object);
  return new Secret(deserializeValue(parseJson(plaintextIn(object, crypter)), plaintextInside, depth + 1));
}

function plaintextIn({ ciphertext, plaintext }: JsonObject, crypter: Decrypter): string {
  if (typeof plaintext === "string") return plaintext;
  try {
    return crypter.decrypt(String(ciphertext));
  } catch {
    // The cipher's own error would not help a user, and may contain data.
  }
  throw new Error(
    "a secret cannot be decrypted: it was encrypted with another passphrase or for another stack",
  );
}
