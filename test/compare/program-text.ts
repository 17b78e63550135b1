import type { RandomProgram, RandomResource } from "../property/random-program";

const header = `
const pulumi = require("@pulumi/pulumi");
class Thing extends pulumi.CustomResource {
  constructor(name, inputs, options) {
    const __provider = 'exports.handler = () => require("compared");';
    super("pulumi-nodejs:dynamic/test:Thing", name, { createdAs: undefined, ...inputs, name, __provider }, options);
  }
}
class Group extends pulumi.ComponentResource {
  constructor(name, options) {
    super("test:index:Group", name, {}, options);
    this.registerOutputs({ name });
  }
}
`;

/** Renders a random program as JavaScript. */
export function programText(program: RandomProgram): string {
  return header + program.map(declaration).join("\n");
}

function declaration(resource: RandomResource): string {
  const { name, component, kind, value, secret, refs, replacedByRefs, deleteBeforeReplaceInDiff } = resource;
  if (component) return `const ${name} = new Group("${name}", ${options(resource)});`;
  const inputs = [
    `kind: "${kind}"`,
    `value: ${secret ? `pulumi.secret(${value})` : value}`,
    `refs: [${refs.map((ref) => `${ref}.createdAs`).join(", ")}]`,
    `replacedByRefs: ${replacedByRefs}`,
    `deleteBeforeReplaceInDiff: ${deleteBeforeReplaceInDiff}`,
  ];
  return `const ${name} = new Thing("${name}", { ${inputs.join(", ")} }, ${options(resource)});`;
}

function options({ component, parent, options: given }: RandomResource): string {
  const parts = [
    ...(parent === undefined ? [] : [`parent: ${parent}`]),
    ...(given.alias === undefined ? [] : [`aliases: [{ name: "${given.alias}" }]`]),
    ...(given.dependsOn.length === 0 || component ? [] : [`dependsOn: [${given.dependsOn.join(", ")}]`]),
    ...(given.protect ? ["protect: true"] : []),
  ];
  if (!component) {
    parts.push(
      `ignoreChanges: ${JSON.stringify(given.ignoreChanges)}`,
      `retainOnDelete: ${given.retainOnDelete}`,
      `additionalSecretOutputs: ${JSON.stringify(given.additionalSecretOutputs.map(() => "createdAs"))}`,
      ...(given.deleteBeforeReplace === undefined
        ? []
        : [`deleteBeforeReplace: ${given.deleteBeforeReplace}`]),
      ...(given.deletedWith === undefined ? [] : [`deletedWith: ${given.deletedWith}`]),
    );
  }
  return `{ ${parts.join(", ")} }`;
}
