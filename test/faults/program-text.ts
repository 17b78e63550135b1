import { kinds } from "./kinds";
import type { Ready } from "./stack";

/** The program that declares resources, as `TestProject.program` takes it. */
export function programText(program: readonly Ready[]): string {
  return ["const made = {};", ...program.map(statement)].join("\n");
}

/** Stands where a resource has the id of another one, until that is code. */
const markOf = (argument: string): string => `the value of ${argument}`;

function statement(resource: Ready): string {
  const { key, kind, in: parents = {}, getId, adopt, verify } = resource;
  const { definition, inputs } = kinds[kind];
  const title = definition.kind;
  const own = JSON.stringify(key);
  if (getId !== undefined) return `made[${own}] = ${title}.get(${own}, ${JSON.stringify(getId)});`;
  const marks = Object.fromEntries(Object.keys(parents).map((argument) => [argument, markOf(argument)]));
  let args = JSON.stringify(inputs(resource, marks));
  for (const [argument, parent] of Object.entries(parents)) {
    const { output = "id" } = definition.references?.find(({ path }) => path === argument) ?? {};
    args = args.replace(JSON.stringify(markOf(argument)), `made[${JSON.stringify(parent)}].${output}`);
  }
  return `made[${own}] = new ${title}(${own}, ${args}, ${JSON.stringify({ adopt, verify })});`;
}
