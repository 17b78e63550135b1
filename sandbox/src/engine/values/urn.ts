/** The unique name of a resource: `urn:pulumi:<stack>::<project>::<parent types>$<type>::<name>`. */
export type Urn = string;

export const stackType = "pulumi:pulumi:Stack";
export const providerTypePrefix = "pulumi:providers:";

/** Makes a URN. Its qualified type has the parent's types first, except for the stack's. */
export function makeUrn(stack: string, project: string, parent: Urn, type: string, name: string): Urn {
  const parentType = parent === "" ? "" : urnQualifiedType(parent);
  const qualified = parentType === "" || parentType === stackType ? type : `${parentType}$${type}`;
  return `urn:pulumi:${stack}::${project}::${qualified}::${name}`;
}

/** The type with those of the parents: `<parent types>$<type>`. */
export function urnQualifiedType(urn: Urn): string {
  return urn.split("::")[2] ?? "";
}

/** The resource's own type. */
export function urnType(urn: Urn): string {
  return urnQualifiedType(urn).split("$").at(-1) ?? "";
}

/** The resource's name, which may contain `::`. */
export function urnName(urn: Urn): string {
  return urn.split("::").slice(3).join("::");
}

export function isProviderType(type: string): boolean {
  return type.startsWith(providerTypePrefix);
}

export function urnStack(urn: Urn): string {
  return (urn.split("::")[0] ?? "").replace(/^urn:pulumi:/, "");
}

export function urnProject(urn: Urn): string {
  return urn.split("::")[1] ?? "";
}
