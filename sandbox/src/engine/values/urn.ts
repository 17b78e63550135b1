/** The unique name of a resource: `urn:pulumi:<stack>::<project>::<types of parents>$<type>::<name>`. */
export type Urn = string;

export const stackType = "pulumi:pulumi:Stack";
export const providerTypePrefix = "pulumi:providers:";

/** Makes a URN; the parent's types come first, but a stack is nobody's type. */
export function makeUrn(stack: string, project: string, parent: Urn, type: string, name: string): Urn {
  const parentType = parent === "" ? "" : urnQualifiedType(parent);
  const qualified = parentType === "" || parentType === stackType ? type : `${parentType}$${type}`;
  return `urn:pulumi:${stack}::${project}::${qualified}::${name}`;
}

/** The types of a URN, those of its parents included. */
export function urnQualifiedType(urn: Urn): string {
  return urn.split("::")[2] ?? "";
}

/** The type of the resource itself. */
export function urnType(urn: Urn): string {
  return urnQualifiedType(urn).split("$").at(-1) ?? "";
}

/** The resource's own name, which may hold `::`. */
export function urnName(urn: Urn): string {
  return urn.split("::").slice(3).join("::");
}

export function isProviderType(type: string): boolean {
  return type.startsWith(providerTypePrefix);
}

/** The stack that a URN belongs to. */
export function urnStack(urn: Urn): string {
  return (urn.split("::")[0] ?? "").replace(/^urn:pulumi:/, "");
}

/** The project that a URN belongs to. */
export function urnProject(urn: Urn): string {
  return urn.split("::")[1] ?? "";
}
