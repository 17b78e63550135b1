import { expect } from "@jest/globals";
import { describeLife } from "./life";

describeLife("support-search", {
  created: {
    summary: "+ 4 created",
    writes: ["POST /collections", "POST /source-connections", "POST /source-connections"],
    bodies: [
      { name: "support-dev" },
      { name: "tickets-dev", short_name: "freshdesk", schedule: { cron: "0 6 * * 1" } },
      { name: "wiki-dev", short_name: "slite", config: { include_archived: false } },
    ],
  },
  changed: {
    summary: "~ 1 updated",
    writes: ["PATCH /source-connections/<id>"],
    bodies: [{ config: expect.objectContaining({ include_archived: true }) }],
  },
  refused: { value: "schedule='*/30 * * * *'", rule: "connector-schedules" },
  destroyed: {
    summary: "- 4 deleted",
    writes: [
      "DELETE /collections/<id>",
      "DELETE /source-connections/<id>",
      "DELETE /source-connections/<id>",
    ],
  },
});
