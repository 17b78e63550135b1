import { directCredentials } from "../catalog.mjs";
import { exampleProgram } from "./example.mjs";
import { alternatives, fieldTable } from "./fields.mjs";
import { loginMethods } from "./login-methods.mjs";
import { code } from "./markdown.mjs";
import { capitalized } from "./words.mjs";

export function pageName(platform, role) {
  return `${platform}-${role}s.md`;
}

/** The page of a platform's sources or destinations: an index, then the fields and an example of each type. */
export function page(platform, role, entries, { title, roles }) {
  const reference = roles[role];
  const { configuration } = reference;
  const className = `${platform}.${reference.class}`;
  const names = new Set();
  return [
    `# ${title} ${role}s`,
    `The ${entries.length} ${role} types of \`${className}\`, with the fields of ${code(configuration)}, which are the vendor's own, and a complete program
for each. What all types have in common is on the page [${title}](../platforms/${platform}.md).`,
    `A dot in a field's name means that it belongs to an object. It is required only if that object is set. Secrets are encrypted in the state
and never printed. The programs read them from the stack config: set them with \`pulumi config set --secret <name>\`.`,
    entries.map(([type, schema]) => `- [${type}](#${anchor(type)}): ${schema.title}`).join("\n"),
    ...entries.flatMap(([type, schema]) => [
      `## ${type}`,
      `**${schema.title}.** ${schema.description} [Vendor documentation](${schema["x-documentation"]}).`,
      ...fields(schema, configuration),
      ...(schema["x-source"] === undefined ? [] : logins(schema)),
      `\`\`\`ts\n${exampleProgram(platform, role, type, schema, names, reference)}\`\`\``,
    ]),
    "",
  ].join("\n\n");
}

/**
 * The index of all types.
 *
 * @param pages For each page: platform, role, its types with their schemas, and the platform's facts.
 */
export function indexPage(pages) {
  const rows = pages.flatMap(({ platform, role, entries, reference: { title } }) =>
    entries.map(([type, schema]) => ({
      system: schema.title,
      row: `| ${schema.title} | [${type}](${pageName(platform, role)}#${anchor(type)}) | ${title} ${role} |`,
    })),
  );
  const sorted = rows.sort((a, b) => a.system.localeCompare(b.system, "en", { sensitivity: "base" }));
  return [
    "# Connector types",
    `All ${rows.length} types of all platforms, by the name of the system. Each entry has the fields, the secrets and a complete program. One that is
newer than this list can be used, too: see [types and keys that are newer than the catalog](../options.md#types-and-keys-that-are-newer-than-the-catalog).`,
    ["| System | Type | Used as |", "| --- | --- | --- |", ...sorted.map(({ row }) => row)].join("\n"),
    "",
  ].join("\n\n");
}

/** The anchor that GitHub generates for a heading. */
function anchor(heading) {
  return heading.toLowerCase();
}

function fields(schema, configuration) {
  if (Object.keys(schema.properties).length > 0) {
    return [fieldTable(schema, configuration), ...alternatives(schema)];
  }
  return [
    schema.additionalProperties
      ? `${capitalized(code(configuration))} accepts any field. The catalog knows none of them, so each is treated as a secret unless the option ${code("publicKeys")} lists it.`
      : `${capitalized(code(configuration))} has no fields.`,
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
