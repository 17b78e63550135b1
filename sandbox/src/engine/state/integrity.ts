import { createHash } from "node:crypto";
import type { Manifest, StoredDeployment, StoredResource } from "./deployment-schema";
import { isProviderType, urnType, type Urn } from "../values/urn";
import { unknownText } from "../values/wire";

/**
 * Checks the integrity of a deployment: that each resource comes after everything that it refers to, and so on.
 * Source: pulumi/pulumi, `pkg/resource/deploy/snapshot.go` (VerifyIntegrity).
 *
 * @returns the CLI's error message; undefined if there is no error.
 */
export function integrityError({ deployment }: StoredDeployment): string | undefined {
  const resources = deployment.resources ?? [];
  return manifestError(deployment.manifest) ?? orderError(resources) ?? duplicateError(resources);
}

function manifestError(manifest: Manifest | undefined): string | undefined {
  const { version = "", magic = "" } = manifest ?? {};
  const expected = version === "" ? "" : createHash("sha256").update(version).digest("hex");
  return magic === expected ? undefined : "magic cookie mismatch; possible tampering/corruption detected";
}

/** Everything that a resource refers to must come before it. */
function orderError(resources: readonly StoredResource[]): string | undefined {
  const before = new Set<Urn>();
  const providers = new Set<string>();
  for (const [index, resource] of resources.entries()) {
    if (isProviderType(resource.type)) providers.add(providerReference(resource));
    const later = (urn: Urn): boolean => resources.slice(index + 1).some((other) => other.urn === urn);
    const missing = references(resource).find(({ urn }) => !before.has(urn));
    const error =
      ownError(resource) ??
      providerError(resource, providers) ??
      (missing && (later(missing.urn) ? missing.comesAfter : missing.isMissing));
    if (error !== undefined) return error;
    before.add(resource.urn);
  }
  return undefined;
}

/** A provider that has not been configured has no id. */
function providerReference({ urn, id }: StoredResource): string {
  const known = id ?? "";
  return `${urn}::${known === "" ? unknownText : known}`;
}

function ownError({ urn, type, custom, id }: StoredResource): string | undefined {
  if (!custom && id) return `resource '${urn}' has 'custom' false but non-empty ID`;
  if (isProviderType(type) && !isProviderType(urnType(urn))) {
    return `provider ${urn} is not referenceable: invalid module in type: expected 'pulumi:providers'`;
  }
  return undefined;
}

function providerError(
  { urn, provider, pendingReplacement }: StoredResource,
  providers: ReadonlySet<string>,
): string | undefined {
  if (!provider) return undefined;
  if (!provider.includes("::")) {
    return `failed to parse provider reference for resource ${urn}: expected '::' in provider reference '${provider}'`;
  }
  return providers.has(provider) || pendingReplacement
    ? undefined
    : `resource ${urn} refers to unknown provider ${provider}`;
}

/** A resource that another one refers to, with the error messages if it does not come before that. */
interface Reference {
  readonly urn: Urn;
  readonly comesAfter: string;
  readonly isMissing: string;
}

function references(resource: StoredResource): Reference[] {
  const { urn, parent, dependencies, propertyDependencies, deletedWith, replaceWith } = resource;
  const named = (
    other: Urn,
    what: string,
    comesAfter = " comes after it",
    isMissing = " refers to missing resource",
  ): Reference => ({ urn: other, comesAfter: what + comesAfter, isMissing: what + isMissing });
  const withIt = (other: Urn, done: string): Reference =>
    named(
      other,
      `resource ${urn} is specified as being ${done} with ${other}`,
      ", which comes after it",
      ", which is missing",
    );
  const all = [
    named(
      parent ?? "",
      `child resource ${urn}`,
      `'s parent ${parent} comes after it`,
      ` refers to missing parent ${parent}`,
    ),
    ...(dependencies ?? []).map((other) => named(other, `resource ${urn}'s dependency ${other}`)),
    ...Object.entries(propertyDependencies ?? {}).flatMap(([key, others]) =>
      (others ?? []).map((other) =>
        named(other, `resource ${urn}'s property dependency ${other} (from property ${key})`),
      ),
    ),
    withIt(deletedWith ?? "", "deleted"),
    ...(replaceWith ?? []).map((other) => withIt(other, "replaced")),
  ];
  return all.filter((one) => one.urn !== "");
}

/** A URN may occur twice only while the other resource is pending deletion. */
function duplicateError(resources: readonly StoredResource[]): string | undefined {
  const current = new Set<Urn>();
  for (const { urn, delete: condemned } of resources) {
    if (condemned) continue;
    if (current.has(urn)) return `duplicate resource ${urn} (not marked for deletion)`;
    current.add(urn);
  }
  return undefined;
}
