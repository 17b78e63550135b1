import { z } from "zod";
import type { Crypter } from "./passphrase";
import {
  isList,
  isMap,
  mapEntries,
  Opaque,
  Secret,
  unknown,
  type PropertyMap,
  type PropertyValue,
} from "./property";
import { newResourceState, type ResourceState } from "./resource-state";
import { secretSignature, signatureKey, unknownText } from "./wire";

/**
 * The state of a stack as a file: a Pulumi deployment, version 3, as `pulumi stack export` writes and
 * `pulumi stack import` reads it. Source: pulumi/pulumi, `sdk/go/common/apitype/core.go`.
 */
const deploymentSchema = z.looseObject({
  version: z.literal(3),
  deployment: z.looseObject({
    secrets_providers: z
      .looseObject({ type: z.string(), state: z.looseObject({ salt: z.string().optional() }).optional() })
      .optional(),
    resources: z.array(z.looseObject({ urn: z.string(), type: z.string() })).optional(),
    pending_operations: z
      .array(
        z.looseObject({ type: z.string(), resource: z.looseObject({ urn: z.string(), type: z.string() }) }),
      )
      .optional(),
  }),
});

export type StoredDeployment = z.infer<typeof deploymentSchema>;

/** What was going on when an operation was cut off. */
export interface PendingOperation {
  readonly resource: ResourceState;
  readonly type: "creating" | "updating" | "deleting" | "reading" | "importing";
}

/** All resources of a stack, each after what it depends on. */
export interface Checkpoint {
  readonly resources: readonly ResourceState[];
  readonly pendingOperations: readonly PendingOperation[];
}

export const emptyCheckpoint: Checkpoint = { resources: [], pendingOperations: [] };

/** @throws Error naming the path of what is wrong with a stored deployment. */
export function parseDeployment(json: unknown): StoredDeployment {
  const result = deploymentSchema.safeParse(json);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Error(
    `the state is no Pulumi deployment of version 3: ${issue?.path.join(".")}: ${issue?.message}`,
  );
}

/** The salt that a deployment's secrets were encrypted with; undefined if it has no secrets. @throws Error for another secrets provider. */
export function saltOf({ deployment }: StoredDeployment): string | undefined {
  const provider = deployment.secrets_providers;
  if (provider !== undefined && provider.type !== "passphrase") {
    throw new Error(
      `the state's secrets belong to the secrets provider "${provider.type}"; the sandbox knows "passphrase" only, use the pulumi CLI`,
    );
  }
  return provider?.state?.salt;
}

/** Reads a deployment, its secrets decrypted. @throws Error if a secret can not be decrypted. */
export function deserialize({ deployment }: StoredDeployment, crypter: Crypter): Checkpoint {
  return {
    resources: (deployment.resources ?? []).map((resource) => deserializeResource(resource, crypter)),
    pendingOperations: (deployment.pending_operations ?? []).map(({ type, resource }) => ({
      type: type as PendingOperation["type"],
      resource: deserializeResource(resource, crypter),
    })),
  };
}

/** Writes a deployment, its secrets encrypted. */
export function serialize(checkpoint: Checkpoint, crypter: Crypter): StoredDeployment {
  const encrypt = secretEncoder(crypter);
  const resources = checkpoint.resources.map((resource) => serializeResource(resource, encrypt));
  const operations = checkpoint.pendingOperations.map(({ type, resource }) => ({
    resource: serializeResource(resource, encrypt),
    type,
  }));
  return {
    version: 3,
    deployment: {
      manifest: { time: new Date().toISOString(), magic: "", version: "" },
      secrets_providers: { type: "passphrase", state: { salt: crypter.state } },
      ...(resources.length > 0 ? { resources } : {}),
      ...(operations.length > 0 ? { pending_operations: operations } : {}),
      metadata: {},
    },
  };
}

/** How a secret is written. */
export type SecretEncoder = (secret: Secret) => unknown;

/** Ciphertexts by the secret they stand for: while an operation writes its state again and again, each secret is encrypted once. */
const ciphertexts = new WeakMap<Secret, { readonly crypter: Crypter; readonly ciphertext: string }>();

function secretEncoder(crypter: Crypter): SecretEncoder {
  return (secret) => {
    let known = ciphertexts.get(secret);
    if (known?.crypter !== crypter) {
      known = { crypter, ciphertext: crypter.encrypt(plaintextOf(secret)) };
      ciphertexts.set(secret, known);
    }
    return { [signatureKey]: secretSignature, ciphertext: known.ciphertext };
  };
}

/** A secret inside a secret keeps its mark, but is not encrypted once more. */
function plaintextOf(secret: Secret): string {
  const encodeInner: SecretEncoder = (inner) => ({
    [signatureKey]: secretSignature,
    ciphertext: plaintextOf(inner),
  });
  return JSON.stringify(serializeValue(secret.element, encodeInner));
}

/** One resource in the deployment format; what is empty is left out, except for what the format always has. */
export function serializeResource(
  resource: ResourceState,
  encodeSecret: SecretEncoder,
): Record<string, unknown> & { urn: string; type: string } {
  const { rest, customTimeouts, urn, custom, type, ...parts } = resource;
  const inputs = mapEntries(parts.inputs, (value) => serializeValue(value, encodeSecret));
  const outputs = mapEntries(parts.outputs, (value) => serializeValue(value, encodeSecret));
  return {
    urn,
    custom,
    ...present({ delete: parts.delete, id: parts.id }),
    type,
    ...present({
      inputs: sortKeys(inputs),
      outputs: sortKeys(outputs),
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

function deserializeResource(stored: Readonly<Record<string, unknown>>, crypter: Crypter): ResourceState {
  const { urn, type, custom, inputs, outputs, customTimeouts, ...parts } = stored;
  const known = newResourceState({ urn: String(urn), type: String(type), custom: custom === true });
  const rest: Record<string, unknown> = {};
  const state: Record<string, unknown> = { ...known };
  for (const [key, value] of Object.entries(parts)) {
    (key in known && !["rest", "alias"].includes(key) ? state : rest)[key] = value;
  }
  return {
    ...(state as unknown as ResourceState),
    inputs: deserializeMap(inputs, crypter),
    outputs: deserializeMap(outputs, crypter),
    customTimeouts: customTimeouts ?? {},
    rest,
  };
}

function deserializeMap(stored: unknown, crypter: Crypter): PropertyMap {
  return stored === undefined ? {} : (deserializeValue(stored, crypter) as PropertyMap);
}

type Decrypter = Pick<Crypter, "decrypt">;
const plaintextInside: Decrypter = { decrypt: (text) => text };

function deserializeValue(stored: unknown, crypter: Decrypter): PropertyValue {
  if (Array.isArray(stored)) return stored.map((item) => deserializeValue(item, crypter));
  if (typeof stored !== "object" || stored === null) return stored as PropertyValue;
  const object = stored as Record<string, unknown>;
  if (object[signatureKey] === undefined) {
    return Object.fromEntries(
      Object.entries(object).map(([key, item]) => [key, deserializeValue(item, crypter)]),
    );
  }
  if (object[signatureKey] !== secretSignature) return new Opaque(object);
  const { ciphertext, plaintext } = object as { ciphertext?: string; plaintext?: string };
  const text = plaintext ?? crypter.decrypt(ciphertext ?? "");
  return new Secret(deserializeValue(JSON.parse(text), plaintextInside));
}
