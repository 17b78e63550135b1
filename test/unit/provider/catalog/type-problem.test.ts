import { describe, expect, it } from "@jest/globals";
import { typeProblem } from "../../../../provider/src/catalog/type-problem";

const newer = 'a type newer than this release, use otherType("...")';

describe("a connector type that the catalog does not know", () => {
  it.each<[folder: string, type: string, meant: string]>([
    ["unstructured/destination", "weaviate", "weaviate-cloud"],
    ["unstructured/destination", "qdrant", "qdrant-cloud"],
    ["unstructured/destination", "astra_db", "astradb"],
    ["unstructured/destination", "databricks", "databricks_volume_delta_tables or databricks_volumes"],
    ["unstructured/destination", "watsonx", "ibm_watsonx_s3"],
    ["unstructured/source", "kafka", "kafka-cloud"],
    ["unstructured/source", "google", "google_drive"],
    ["unstructured/source", "s3_bucket", "s3"],
    ["unstructured/source", "onedrive_for_business", "onedrive"],
    ["aisquared/source", "s3", "AmazonS3"],
    ["aisquared/source", "quickbooks", "IntuitQuickBooks"],
    ["aisquared/destination", "pinecone", "PineconeDB"],
    ["airweave/source", "outlook", "outlook_calendar or outlook_mail"],
    ["airweave/source", "githb", "github"],
    ["unstructured/source", "weaviate", "weaviate-cloud, which is a destination type and no source type"],
  ])("of %s: %s is followed by a suggestion", (folder, type, meant) => {
    const [, role] = folder.split("/");
    expect(typeProblem(folder, type, "X")).toBe(
      `unknown X ${role} type; did you mean ${meant}? For ${newer}`,
    );
  });

  it.each([
    ["unstructured/source", "local"],
    ["unstructured/source", "x"],
    ["airweave/source", "o"],
    ["aisquared/source", "a"],
  ])("of %s: %s resembles none", (folder, type) => {
    expect(typeProblem(folder, type, "X")).toBe(`unknown X source type; for ${newer}`);
  });
});
