import { z } from "zod";
import { describeIssue, parseJson } from "pulumi-connectors/internal/project/json-text";

/**
 * The format of a stored state: a Pulumi deployment, as written by `pulumi stack export` and read by `pulumi stack import`.
 * Source: pulumi/pulumi, `sdk/go/common/apitype/core.go` (UntypedDeployment, DeploymentV3, ResourceV3). Unknown keys are preserved: a
 * newer engine may have written them. As in Go, null means absent.
 */
const text = z.string().nullish();
const flag = z.boolean().nullish();
const texts = z.array(z.string()).nullish();
const time = z.iso.datetime({ offset: true });
const properties = z.record(z.string(), z.unknown()).nullish();

const stackFrame = z.looseObject({ sourcePosition: text });

export const resource = z.looseObject({
  urn: z.string().min(1),
  type: z.string().min(1),
  custom: flag,
  delete: flag,
  id: text,
  inputs: properties,
  outputs: properties,
  parent: text,
  protect: flag,
  taint: flag,
  external: flag,
  dependencies: texts,
  initErrors: texts,
  provider: text,
  propertyDependencies: z.record(z.string(), texts).nullish(),
  pendingReplacement: flag,
  additionalSecretOutputs: texts,
  aliases: texts,
  customTimeouts: z.record(z.string(), z.number()).nullish(),
  importID: text,
  retainOnDelete: flag,
  deletedWith: text,
  replaceWith: texts,
  created: time.nullish(),
  modified: time.nullish(),
  sourcePosition: text,
  stackTrace: z.array(stackFrame).nullish(),
  ignoreChanges: texts,
  hideDiff: z.array(z.unknown()).nullish(),
  replaceOnChanges: texts,
  refreshBeforeUpdate: flag,
  viewOf: text,
  resourceHooks: z.record(z.string(), texts).nullish(),
  extensionRef: text,
  snippetID: text,
});

export const operation = z.looseObject({
  resource,
  type: z.enum(["creating", "updating", "deleting", "reading", "importing"]),
});

const manifest = z.looseObject({
  time,
  /** The SHA-256 of `version`, in hex; empty if `version` is empty. */
  magic: z.string(),
  version: z.string(),
  plugins: z
    .array(z.looseObject({ name: z.string(), path: z.string(), type: z.string(), version: z.string() }))
    .nullish(),
});

const deploymentSchema = z.looseObject({
  version: z.number(),
  /** The features that a reader must support; from version 4 on. */
  features: texts,
  deployment: z.looseObject({
    manifest: manifest.optional(),
    secrets_providers: z
      .looseObject({ type: z.string(), state: z.looseObject({ salt: z.string().optional() }).optional() })
      .nullish(),
    resources: z.array(resource).nullish(),
    pending_operations: z.array(operation).nullish(),
    metadata: z.looseObject({}).nullish(),
  }),
});

export type StoredDeployment = z.infer<typeof deploymentSchema>;
export type StoredResource = z.infer<typeof resource>;
export type StoredOperation = z.infer<typeof operation>;
export type Manifest = z.infer<typeof manifest>;

/** The version that this engine writes. It also reads the next one, which only adds features. */
export const deploymentVersion = 3;
const newestVersion = 4;

/** Parses a deployment. @throws Error as `parseDeployment` does, or for a syntax error. */
export function readDeployment(text: string): StoredDeployment {
  return parseDeployment(parseJson(text));
}

/** @throws Error for an invalid deployment, naming the path, or for one whose version or features this engine does not support. */
export function parseDeployment(json: unknown): StoredDeployment {
  const result = deploymentSchema.safeParse(json);
  // Another version may have other fields, so its number is the better explanation.
  const version: unknown = (json as { version?: unknown } | null)?.version;
  if (typeof version === "number" && (version < deploymentVersion || version > newestVersion)) {
    const age = version < deploymentVersion ? "too old" : "newer than the sandbox supports";
    throw new Error(`the deployment has version ${version}, which is ${age}: it needs the pulumi CLI`);
  }
  if (!result.success) throw new Error(`this is not a Pulumi deployment: ${describeIssue(result.error)}`);
  const { features } = result.data;
  if (features?.length) {
    throw new Error(
      `the deployment uses features that the sandbox does not support: ${features.join(", ")}; it needs the pulumi CLI`,
    );
  }
  return result.data;
}

/** The salt of the passphrase provider; undefined if the deployment has no secrets provider. @throws Error for another provider. */
export function saltOf({ deployment }: StoredDeployment): string | undefined {
  const provider = deployment.secrets_providers;
  if (provider && provider.type !== "passphrase") {
    throw new Error(
      `the state's secrets belong to the secrets provider "${provider.type}"; the sandbox supports "passphrase" only, use the pulumi CLI`,
    );
  }
  return provider?.state?.salt;
}
