import { expect, it } from "@jest/globals";
import { connectorOf, type PolicyInput } from "../../../../provider/src/policy/connector";

const resource = (url: string): PolicyInput & { props: { config: { endpoint_url: string } } } => ({
  type: "pulumi-nodejs:dynamic/unstructured:Source",
  props: { config: { endpoint_url: url } },
});

it("reads equal copies of a resource only once", () => {
  expect(connectorOf(resource("https://a.example"))).toBe(connectorOf(resource("https://a.example")));
  const other = { ...resource("https://a.example"), type: "pulumi-nodejs:dynamic/unstructured:Destination" };
  expect(connectorOf(other)?.kind).toBe("unstructured.Destination");
});

it("reads a resource again after a remediation in place", () => {
  const given = resource("http://a.example");
  const urls = (): unknown[] => connectorOf(given)?.leaves.map(({ value }) => value) ?? [];
  expect(urls()).toEqual(["http://a.example"]);
  given.props.config.endpoint_url = "https://a.example";
  expect(urls()).toEqual(["https://a.example"]);
});
