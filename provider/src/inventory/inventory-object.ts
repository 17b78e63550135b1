import { configEntry } from "../definition/config-entry";
import type { Argument, RemoteObject, ResourceDefinition } from "../definition/definition";
import { secretsInArgument } from "../secrets/known-secrets";
import { definedKeys, isFields, own } from "../values/fields";
import { toPlain } from "../values/plain";
import { formatSecretPath } from "../values/secret-paths";
import { compareTexts } from "../values/text";
import { descend, mapTree } from "../values/tree";
import type { InventoryObject } from "./inventory";
import { Findings, holdsCredential, publicConfig } from "./public-config";

/** What the platform shows of an object, without anything that is secret or may be. */
export function inventoryObject(
  definition: ResourceDefinition,
  object: RemoteObject & { readonly id: string },
): InventoryObject {
  const { arguments: all, outputs, secretOutputs = [], config, kind } = definition;
  const { leftOut = [], also = [] } = definition.inventory ?? {};
  const hidden = [...leftOut, ...secretOutputs];
  const names = new Set([...Object.keys(all), ...outputs, ...also].filter((name) => !hidden.includes(name)));
  const fields: Record<string, unknown> = {};
  const findings = new Findings();
  for (const name of names) {
    const value = own(object, name) ?? undefined;
    if (value === undefined) continue;
    if (name === config?.field) fields[name] = publicConfig(definition, object, findings);
    else if (name !== definition.name?.field && holdsCredential(value)) findings.secrets.push(name);
    else {
      const shown = publicPart(all[name] ?? {}, name, toPlain(value), findings);
      if (shown !== undefined) fields[name] = inFixedOrder(shown);
    }
  }
  const { secrets, unknown } = findings;
  return {
    kind,
    id: object.id,
    fields,
    secrets: secrets.sort(),
    unknown: unknown.sort(),
    ...(config !== undefined && configEntry(definition, object) === undefined ? { isOtherType: true } : {}),
  };
}

/** The value of an argument or output without the secrets in it: null takes the place of one in a list. */
function publicPart(
  argument: Pick<Argument, "secrets" | "findSecrets">,
  name: string,
  value: unknown,
  findings: Findings,
): unknown {
  const secrets = secretsInArgument(argument, value);
  return mapTree(value, (each, path) => {
    const isMask = typeof each === "string" && /^\*{3,}$/.test(each);
    const isHidden = secrets.covers(path) || (path.length > 0 && (isMask || holdsCredential(each)));
    if (!isHidden) return descend;
    findings.secrets.push(formatSecretPath([name, ...path]));
    return typeof path.at(-1) === "number" ? null : undefined;
  });
}

/** What is null stays: in JSON Schema, say, it is a value. */
function inFixedOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inFixedOrder);
  if (!isFields(value)) return value;
  const keys = definedKeys(value).sort(compareTexts);
  return Object.fromEntries(keys.map((key) => [key, inFixedOrder(value[key])]));
}

/** By kind, name and id. */
export function compareObjects(
  nameOf: (object: InventoryObject) => string,
): (left: InventoryObject, right: InventoryObject) => number {
  return (left, right) =>
    compareTexts(left.kind, right.kind) ||
    compareTexts(nameOf(left), nameOf(right)) ||
    compareTexts(left.id, right.id);
}
