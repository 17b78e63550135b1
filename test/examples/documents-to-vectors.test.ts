import { expect } from "@jest/globals";
import { describeLife } from "./life";

const remote_url = "s3://example-dev-archive/";

describeLife("documents-to-vectors", {
  created: {
    summary: "+ 4 created",
    writes: [
      "POST /api/v1/destinations/",
      "POST /api/v1/sources/",
      "POST /api/v1/workflows/",
      "POST /api/v1/workflows/<id>/run",
    ],
    bodies: [
      {
        name: "embedding-dev",
        schedule: "weekly",
        workflow_nodes: [
          expect.objectContaining({ subtype: "vlm" }),
          expect.objectContaining({ subtype: "chunk_by_title" }),
          expect.objectContaining({ subtype: "azure_openai" }),
        ],
      },
    ],
  },
  changed: {
    summary: "~ 2 updated",
    writes: ["POST /api/v1/workflows/<id>/run", "PUT /api/v1/sources/<id>"],
    bodies: [{ config: expect.objectContaining({ remote_url }) }],
  },
  refused: { value: "bucket=theirs", rule: "connector-buckets" },
  destroyed: {
    summary: "- 4 deleted",
    writes: [
      "DELETE /api/v1/destinations/<id>",
      "DELETE /api/v1/sources/<id>",
      "DELETE /api/v1/workflows/<id>",
    ],
  },
});
