import type { Fields } from "../../../../harness/verbs";

/** Inputs of connectors, as the host receives them. */
export const postgres = {
  name: "shop",
  connectorType: "source",
  connectorName: "Postgresql",
  configuration: {
    data_type: "structured",
    credentials: { auth_type: "username/password", username: "loader", password: "PLANTEDpassword7" },
    host: "db.example.com",
    port: "5432",
    database: "shop",
    schema: "public",
  },
};
export const hook = {
  name: "hook",
  connectorType: "destination",
  connectorName: "Http",
  configuration: { destination_url: "https://hooks.example.com/records" },
};

/** The body of a create or update request. */
export function bodyOf(inputs: Fields): { connector: Fields } {
  const { name, connectorType, connectorName, configuration } = inputs;
  return {
    connector: { name, connector_type: connectorType, connector_name: connectorName, configuration },
  };
}

/** A connector in a response. */
export function answerOf(id: string, inputs: Fields, more: Fields = {}): Fields {
  const { name, connectorType, connectorName, configuration, description = null } = inputs;
  return {
    id,
    type: "connectors",
    attributes: {
      ...{ name, connector_type: connectorType, connector_name: connectorName, configuration, description },
      ...{ workspace_id: 1, icon: "https://example.com/icon.svg" },
      ...{ created_at: new Date().toISOString(), updated_at: new Date().toISOString() },
      ...more,
    },
  };
}

/** The stack config for a server, with a token. */
export function tokenSettings(url: string): Record<string, string> {
  return { "aisquared:apiUrl": url, "aisquared:token": "a-token", "aisquared:workspaceId": "1" };
}

/** The stack config for a platform, with a login. */
export function loginSettings({
  url,
  env,
}: {
  readonly url: string;
  readonly env: Readonly<Record<string, string>>;
}): Record<string, string> {
  return {
    "aisquared:apiUrl": url,
    "aisquared:email": env.AISQUARED_EMAIL ?? "",
    "aisquared:password": env.AISQUARED_PASSWORD ?? "",
  };
}
