import { directCredentials } from "../catalog.mjs";

/**
 * The arguments of the example on a type's reference page, as values.
 *
 * @param template As in a platform's reference.json: what begins with a dollar sign stands for a part of the type, and anything else is
 * code, such as an output of another resource.
 * @param values The value of such code.
 */
export function exampleArguments(template, type, role, schema, values) {
  const parts = {
    $type: () => type,
    $role: () => role,
    $configuration: () => schema.examples[0],
    $authentication: () => authentication(schema),
  };
  return Object.fromEntries(
    Object.entries(template)
      .map(([name, part]) => [name, parts[part] === undefined ? values[part] : parts[part]()])
      .filter(([, value]) => value !== undefined),
  );
}

function authentication(schema) {
  const credentials = directCredentials(schema);
  if (credentials !== undefined) return { credentials: credentials.examples[0] };
  if (!schema["x-source"].requires_byoc) return undefined;
  return { clientId: "client", clientSecret: "secret of the client" };
}
