import type { JsonObject } from "../../json-object";
import { definition, definitions } from "./catalog";
import { exception } from "./errors";
import { asText, filledHash, hash, required, optional, text, wordOf, type Rule } from "./parameters";
import { roles, type Connector } from "./tables";

/** The attributes of a connector that a request may set. */
export type ConnectorValues = Pick<
  Connector,
  "connector_type" | "connector_name" | "name" | "configuration"
> & { readonly description?: string | null };

/** Checked only if name and type are both given. Source: docs/contracts/aisquared.md, section 4.1. */
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

export const createSchema = hash(
  {
    name: required(text),
    connector_name: required(text),
    connector_type: required(wordOf(roles)),
    configuration: required(filledHash),
  },
  [isEnabled],
);

export const updateSchema = hash(
  {
    name: optional(text),
    connector_name: optional(text),
    connector_type: optional(wordOf(roles)),
    configuration: optional(filledHash),
  },
  [isEnabled],
);

/**
 * The permitted attributes of a request; others are ignored.
 *
 * @throws Refusal with status 400 for values that the server cannot store. Source: docs/contracts/aisquared.md, section 4.1.
 */
export function readValues(sent: JsonObject): Partial<ConnectorValues & Pick<Connector, "workspace_id">> {
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

/** The validation errors of a connector. The server does not report the invalid key of a configuration. Source: docs/contracts/aisquared.md, section 4.1. */
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
