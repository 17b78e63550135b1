import * as pulumi from "@pulumi/pulumi";
import { aisquared } from "pulumi-connectors";
import { loadStackConfig, secret, z } from "pulumi-connectors/stack-config";

const config = loadStackConfig(
  z.object({
    host: z.string(),
    database: z.string(),
    /** Hours from one sync to the next. They divide a day. */
    everyHours: z.union([1, 2, 3, 4, 6, 8, 12].map((hours) => z.literal(hours))),
    /** Whether `pulumi destroy` is refused. */
    protect: z.boolean().default(false),
    password: secret(z.string()),
    hubspotToken: secret(z.string()),
  }),
);

// AI Squared refuses a second connector of the same name, which another stack would have.
const stack = pulumi.getStack();
const options = { protect: config.protect };

const warehouse = new aisquared.Connector(
  "warehouse",
  {
    name: `warehouse-${stack}`,
    connectorType: "source",
    connectorName: "Snowflake",
    configuration: {
      host: config.host,
      role: "READER",
      warehouse: "SMALL",
      database: config.database,
      credentials: { auth_type: "username/password", username: "reader", password: config.password },
    },
  },
  options,
);

const crm = new aisquared.Connector(
  "crm",
  {
    name: `crm-${stack}`,
    connectorType: "destination",
    connectorName: "Hubspot",
    configuration: { access_token: config.hubspotToken },
  },
  options,
);

const customers = new aisquared.Model(
  "customers",
  {
    name: `customers-${stack}`,
    connectorId: warehouse.id,
    queryType: "raw_sql",
    query: "select ID, EMAIL, COMPANY from CUSTOMERS where EMAIL is not null",
    primaryKey: "ID",
  },
  options,
);

const contacts = new aisquared.Sync(
  "contacts",
  {
    sourceId: warehouse.id,
    modelId: customers.id,
    destinationId: crm.id,
    streamName: "contacts",
    syncMode: "full_refresh",
    scheduleType: "interval",
    syncInterval: config.everyHours,
    syncIntervalUnit: "hours",
    configuration: [
      { from: "EMAIL", to: "properties.email", mapping_type: "standard" },
      { from: "COMPANY", to: "properties.company", mapping_type: "standard" },
    ],
  },
  options,
);

export const modelId = customers.id;
export const syncStatus = contacts.status;
