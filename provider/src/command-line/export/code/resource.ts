import type { Fields } from "../../../values/fields";
import { isFields } from "../../../values/fields";
import { formatSecretPath } from "../../../values/secret-paths";
import { descend, mapTree } from "../../../values/tree";
import type { ConfigSecret } from "./config-keys";
import { Hidden, type Declaration } from "./declaration";
import { Code, literal } from "./literal";
import type { NamedObject } from "./named-objects";

/** What one statement of the program needs besides the object itself. */
export interface StatementContext {
  readonly account: string | undefined;
  /** The variable that holds it; none if nothing refers to it. */
  readonly variable: string | undefined;
}

/** An object as it is referred to by others. */
export interface ReferenceCode {
  readonly path: readonly string[];
  /** `support.readableId` */
  readonly code: string;
}

/** `new unstructured.Source("invoices", { ... }, { adopt: "...", protect: true });` */
export function managedResource(
  named: NamedObject,
  { args, isOtherType, unlistedTypes, publicKeys }: Declaration,
  secrets: readonly ConfigSecret[],
  references: readonly ReferenceCode[],
  { account, variable }: StatementContext,
): string {
  const { definition, object, resource } = named;
  const { config, name } = definition;
  const keys = new Map(secrets.map(({ path, key }) => [formatSecretPath(path), key]));
  const replaced = mapTree(args, (value, path) => {
    const reference = references.find((each) => isSamePath(each.path, path));
    if (reference !== undefined) return new Code(reference.code);
    if (value instanceof Hidden) {
      return new Code(["config", ...(keys.get(formatSecretPath(value.path)) ?? [])].join("."));
    }
    const isTypeOfConfig = isOtherType && path.length === 1 && path[0] === config?.typeField;
    if (isTypeOfConfig || unlistedTypes.includes(formatSecretPath(path))) {
      return new Code(`otherType(${literal(value)})`);
    }
    // The resource's own name is the default.
    return path.length === 1 && path[0] === name?.field && value === resource ? undefined : descend;
  }) as Fields;
  const options = inline({
    account,
    adopt: object.id,
    protect: true,
    publicKeys: publicKeys.length === 0 ? undefined : publicKeys,
  });
  const call = `new ${object.kind}(${literal(resource)}, ${literal(replaced)}, ${options});`;
  return variable === undefined ? call : `const ${variable} = ${call}`;
}

/** `const invoices = unstructured.Source.get("invoices", "...");` */
export function readResource(
  { object, resource }: NamedObject,
  { account, variable }: StatementContext,
): string {
  const options = account === undefined ? "" : `, ${inline({ account })}`;
  const call = `${object.kind}.get(${literal(resource)}, ${literal(object.id)}${options});`;
  return variable === undefined ? call : `const ${variable} = ${call}`;
}

/** An object on one line, if it fits. */
function inline(fields: Fields): string {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return `{ ${entries.map(([key, value]) => `${key}: ${isFields(value) ? inline(value) : literal(value)}`).join(", ")} }`;
}

function isSamePath(left: readonly string[], right: readonly (string | number)[]): boolean {
  return left.length === right.length && left.every((step, index) => step === right[index]);
}
