import { expect } from "@jest/globals";
import { describeLife } from "./life";

describeLife("warehouse-to-crm", {
  created: {
    summary: "+ 5 created",
    writes: [
      "POST /api/v1/connectors",
      "POST /api/v1/connectors",
      "POST /api/v1/models",
      "POST /api/v1/syncs",
    ],
    bodies: [
      { sync: expect.objectContaining({ stream_name: "contacts", sync_interval: 12 }) },
      { model: expect.objectContaining({ name: "customers-dev", primary_key: "ID" }) },
    ],
  },
  changed: {
    summary: "~ 1 updated",
    writes: ["PUT /api/v1/syncs/<id>"],
    bodies: [{ sync: expect.objectContaining({ sync_interval: 6 }) }],
  },
  refused: { value: "host=warehouse.example.com", rule: "connector-hosts" },
  destroyed: {
    summary: "- 5 deleted",
    writes: [
      "DELETE /api/v1/connectors/<id>",
      "DELETE /api/v1/connectors/<id>",
      "DELETE /api/v1/models/<id>",
      "DELETE /api/v1/syncs/<id>",
    ],
  },
});
