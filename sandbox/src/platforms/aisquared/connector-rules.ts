import { definition, definitions } from "./catalog";
import { exception } from "./errors";
import { asText, filledHash, hash, needed, optional, text, wordOf, type Rule } from "./request-form";
import { roles, type Connector, type Fields } from "./tables";

/** What a request may say of a connector. */
export type ConnectorValues = Pick<
  Connector,
  "connector_type" | "connector_name" | "name" | "configuration"
> & { readonly description?: string | null };

/** Whether the name is one of the type's is only looked at where both are sent. Source: docs/contracts/aisquared.md, section 4.1. */
const isEnabled: Rule = {
  of: ["connector_type", "connector_name"],
  at: "[:connector_type, :connector_name]",
  problem: ({ connector_type, connector_name }) => {
    if (connector_type === undefined || connector_name === undefined) return undefined;
    const role = asText(connector_type).toLowerCase() as Connector["connector_type"];
    const isKnown = definitions(role).some(({ name }) => name === connector_name);
    return isKnown ? undefined : `is not the name of a ${role}`;
  },
};

export const createForm = hash(
  {
    name: needed(text),
    connector_name: needed(text),
    connector_type: needed(wordOf(roles)),
    configuration: needed(filledHash),
  },
  [isEnabled],
);

export const updateForm = hash(
  {
    name: optional(text),
    connector_name: optional(text),
    connector_type: optional(wordOf(roles)),
    configuration: optional(filledHash),
  },
  [isEnabled],
);

/**
 * What a request says of a connector; keys that the server does not permit do not count.
 *
 * @throws Refusal with status 400 for what the server cannot store. Source: docs/contracts/aisquared.md, section 4.1.
 */
export function readValues(sent: Fields): Partial<ConnectorValues & Pick<Connector, "workspace_id">> {
  if ("query_type" in sent) throw exception("unknown attribute 'query_type' for Connector.");
  const { connector_type, description, workspace_id } = sent;
  if (connector_type !== undefined && !roles.some((role) => role === connector_type)) {
    throw exception(`'${asText(connector_type)}' is not a valid connector_type`);
  }
  const plain = ["connector_type", "connector_name", "name", "configuration"].filter((key) => key in sent);
  return {
    ...Object.fromEntries(plain.map((key) => [key, sent[key]])),
    ...(description === undefined || (typeof description === "object" && description !== null)
      ? {}
      : { description: description === null ? null : asText(description) }),
    ...(Number.isInteger(workspace_id) ? { workspace_id: workspace_id as number } : {}),
  };
}

/** What is wrong with a connector as a whole. The server does not tell which key of a configuration it is. Source: docs/contracts/aisquared.md, section 4.1. */
export function problemsOf({
  connector_type,
  connector_name,
  name,
  configuration,
}: ConnectorValues): Record<string, string> {
  const isAccepted = definition(connector_type, connector_name)?.accepts(configuration) === true;
  return {
    ...(name.trim() === "" ? { name: "can't be blank" } : {}),
    ...(isAccepted ? {} : { configuration: "Translation missing" }),
  };
}
