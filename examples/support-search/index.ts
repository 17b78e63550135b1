import * as pulumi from "@pulumi/pulumi";
import { airweave } from "pulumi-connectors";
import { loadStackConfig, secret, z } from "pulumi-connectors/stack-config";

const config = loadStackConfig(
  z.object({
    freshdeskDomain: z.string(),
    /** When both are synced: a cron expression in UTC. */
    schedule: z.string(),
    /** Whether archived notes of the wiki are found, too. */
    includeArchived: z.boolean().default(false),
    /** Whether `pulumi destroy` is refused. */
    protect: z.boolean().default(false),
    freshdeskKey: secret(z.string()),
    sliteKey: secret(z.string()),
  }),
);

const stack = pulumi.getStack();
const options = { protect: config.protect };
const schedule = { cron: config.schedule };

const support = new airweave.Collection("support", { name: `support-${stack}` }, options);

const tickets = new airweave.SourceConnection(
  "tickets",
  {
    name: `tickets-${stack}`,
    readableCollectionId: support.readableId,
    shortName: "freshdesk",
    config: { domain: config.freshdeskDomain },
    authentication: { credentials: { api_key: config.freshdeskKey } },
    schedule,
  },
  options,
);

const wiki = new airweave.SourceConnection(
  "wiki",
  {
    name: `wiki-${stack}`,
    readableCollectionId: support.readableId,
    shortName: "slite",
    config: { include_archived: config.includeArchived },
    authentication: { credentials: { api_key: config.sliteKey } },
    schedule,
  },
  options,
);

export const collection = support.readableId;
export const statuses = { tickets: tickets.status, wiki: wiki.status };
