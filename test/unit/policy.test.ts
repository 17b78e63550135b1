import { expect, it } from "@jest/globals";
import { validateResourceOfType, type ResourceValidationArgs } from "@pulumi/policy";
import { unstructured } from "../../provider/src";

it("the classes work with validateResourceOfType in policy packs", async () => {
  const seen: string[] = [];
  const validate = validateResourceOfType(unstructured.Source, (props) => {
    seen.push(props.type);
  });
  const args = (type: string, props: object): ResourceValidationArgs =>
    ({
      type,
      props,
      isType: (resource: { __pulumiType?: string }) => resource.__pulumiType === type,
      notApplicable: () => undefined,
    }) as never;
  await validate(args("pulumi-nodejs:dynamic/unstructured:Source", { type: "s3" }), () => undefined);
  await validate(args("pulumi-nodejs:dynamic/unstructured:Destination", { type: "gcs" }), () => undefined);
  expect(seen).toEqual(["s3"]);
});
