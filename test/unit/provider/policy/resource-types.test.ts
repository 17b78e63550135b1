import { expect, it } from "@jest/globals";
import { validateResourceOfType, type ResourceValidationArgs } from "@pulumi/policy";
import { airweave, aisquared, unstructured } from "../../../../provider/src";

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

it("each class has the type token of its resources", () => {
  const classes = [
    unstructured.Source,
    unstructured.Destination,
    aisquared.Connector,
    airweave.Collection,
    airweave.SourceConnection,
  ];
  expect(classes.map(({ __pulumiType }) => __pulumiType)).toEqual(
    ["unstructured:Source", "unstructured:Destination", "aisquared:Connector"]
      .concat(["airweave:Collection", "airweave:SourceConnection"])
      .map((type) => `pulumi-nodejs:dynamic/${type}`),
  );
});
