import type { FastifyInstance, FastifyRequest } from "fastify";
import { Refusal } from "../../serving/refusal";
import { storedNodes, type GivenNode, type WorkflowNode } from "./nodes";

/** A ready-made list of nodes, which workflows refer to by its id, a name. Source: docs/contracts/unstructured.md, sections 2 and 6. */
interface Template {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly version: string;
  readonly last_updated: string;
  readonly nodes: readonly WorkflowNode[];
}

const partitioner: GivenNode = {
  id: "93fc2ce8-e7c8-424f-a6aa-41460fc5d35d",
  name: "Partitioner",
  type: "partition",
  subtype: "unstructured_api",
  settings: { strategy: "hi_res", pdf_infer_table_structure: true, infer_table_structure: true },
};

const templates: readonly Template[] = [
  {
    id: "hi_res_partition",
    name: "High Res Partition",
    description: "Partitions documents with the High Res strategy",
    version: "1.0.0",
    last_updated: "2025-11-18T00:00:00Z",
    nodes: storedNodes([partitioner]),
  },
  {
    id: "hi_res_and_enrichment",
    name: "High Res and Enrichment",
    description: "Partitions documents with the High Res strategy, and describes images and tables",
    version: "1.0.0",
    last_updated: "2025-11-18T00:00:00Z",
    nodes: storedNodes([
      partitioner,
      {
        id: "5f6a2b0e-4f0c-4d3b-9f35-3f4c4ba4b1d7",
        name: "Image Description",
        type: "prompter",
        subtype: "openai_image_description",
      },
      {
        id: "d3c8a1d4-1f04-4f8e-8a5d-8f1f8d3f6c52",
        name: "Table Description",
        type: "prompter",
        subtype: "anthropic_table_description",
      },
    ]),
  },
];

export function templateOf(id: string): Template | undefined {
  return templates.find((template) => template.id === id);
}

export function addTemplateRoutes(app: FastifyInstance): void {
  app.get("/api/v1/templates/", () => templates.map(({ nodes: _nodes, ...listed }) => listed));

  app.get("/api/v1/templates/:id", (request: FastifyRequest) => {
    const { id } = request.params as { readonly id: string };
    const template = templateOf(id);
    if (template === undefined) throw new Refusal(404, { detail: `Template with id ${id} not found` });
    return template;
  });
}
