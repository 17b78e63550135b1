import { expect, it } from "@jest/globals";
import { sourceDefinition } from "../../../../provider/src/platforms/unstructured/source";
import { markSecrets } from "../../../../provider/src/secrets/mark-secrets";
import { secretMark } from "../../../harness/verbs";

it("marks what only this package puts into a state, wherever that stands", () => {
  const marked = markSecrets(sourceDefinition, {
    name: "invoices",
    type: "s3",
    config: { remote_url: "s3://b/" },
    __attempts: [{ name: "bills" }],
    __identity: { address: "https://api.example.com/", key: "a hash" },
    __options: { triggers: "a hash" },
    __response: { secrets: ["key"], fingerprints: { key: "a hash" } },
  });
  const secret = (value: unknown) => ({ ...secretMark, value });
  expect(marked).toEqual({
    name: "invoices",
    type: "s3",
    config: { remote_url: "s3://b/" },
    __attempts: secret([{ name: "bills" }]),
    __identity: { address: "https://api.example.com/", key: secret("a hash") },
    __options: { triggers: secret("a hash") },
    __response: { secrets: ["key"], fingerprints: secret({ key: "a hash" }) },
  });
});
