import { directCredentials } from "../catalog.mjs";
import { exampleProgram, kindOf } from "./example.mjs";
import { alternatives, fieldTable } from "./fields.mjs";
import { loginMethods } from "./login-methods.mjs";
import { code } from "./markdown.mjs";
import { capitalized } from "./words.mjs";

const platforms = {
  unstructured: { title: "Unstructured", configuration: "config" },
  aisquared: { title: "AI Squared", configuration: "configuration" },
  airweave: { title: "Airweave", configuration: "config" },
};

export function pageName(platform, role) {
  return `${platform}-${role}s.md`;
}

/** The page of a platform's sources or destinations: an index, and an entry a type with its fields and a program. */
export function page(platform, role, entries) {
  const { title, configuration } = platforms[platform];
  const className = `${platform}.${kindOf(platform, role).className}`;
  const names = new Set();
  return [
    `# ${title} ${role}s`,
    `The ${entries.length} ${role}s that \`${className}\` takes: the fields of ${code(configuration)}, which are the vendor's own, and a complete
program for each. What all have in common is on [the page of the platform](../platforms/${platform}.md).`,
    `A field with a dot in its name counts inside the object before the dot; if that object is left out, so is the field, required or not. Secrets are
encrypted in the state and never printed. The programs read theirs from the stack config: \`pulumi config set --secret <name>\` sets one.`,
    entries.map(([type, schema]) => `- [${type}](#${anchor(type)}): ${schema.title}`).join("\n"),
    ...entries.flatMap(([type, schema]) => [
      `## ${type}`,
      `**${schema.title}.** ${schema.description} [The vendor's page](${schema["x-documentation"]}).`,
      ...fields(schema, configuration),
      ...(schema["x-source"] === undefined ? [] : logins(schema)),
      `\`\`\`ts\n${exampleProgram(platform, role, type, schema, names)}\`\`\``,
    ]),
    "",
  ].join("\n\n");
}

/** Where GitHub puts a heading. */
function anchor(heading) {
  return heading.toLowerCase();
}

function fields(schema, configuration) {
  if (Object.keys(schema.properties).length > 0) {
    return [fieldTable(schema, configuration), ...alternatives(schema)];
  }
  return [
    schema.additionalProperties
      ? `${capitalized(code(configuration))} takes any field; which there are is not described, so each counts as a secret, unless the option ${code("publicKeys")} lists it.`
      : `There is nothing to set in ${code(configuration)}.`,
  ];
}

function logins(schema) {
  const credentials = directCredentials(schema);
  return [
    ...loginMethods(schema["x-source"]),
    ...(credentials === undefined
      ? []
      : [fieldTable(credentials, "authentication.credentials"), ...alternatives(credentials)]),
  ];
}
