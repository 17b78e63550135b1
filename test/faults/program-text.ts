import { kinds } from "./kinds";
import type { Ready } from "./stack";

/** The program that declares resources, as `TestProject.program` takes it. */
export function programText(program: readonly Ready[]): string {
  return ["const made = {};", ...program.map(statement)].join("\n");
}

/** Stands where a source connection names its collection, until that is code. */
const collectionMark = "in its collection";

function statement(resource: Ready): string {
  const { key, kind, in: collection, getId, adopt, verify } = resource;
  const { definition, inputs } = kinds[kind];
  const title = definition.kind;
  const own = JSON.stringify(key);
  if (getId !== undefined) return `made[${own}] = ${title}.get(${own}, ${JSON.stringify(getId)});`;
  const args = JSON.stringify(inputs(resource, collectionMark)).replace(
    JSON.stringify(collectionMark),
    `made[${JSON.stringify(collection)}].readableId`,
  );
  return `made[${own}] = new ${title}(${own}, ${args}, ${JSON.stringify({ adopt, verify })});`;
}
