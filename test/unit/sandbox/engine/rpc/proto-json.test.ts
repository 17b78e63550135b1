import { describe, expect, it } from "@jest/globals";
import { CheckRequest, DiffResponse } from "@pulumi/pulumi/proto/provider_pb";
import {
  DeploymentInfo,
  RegisterResourceRequest,
  ResourceMonitorFeature,
} from "@pulumi/pulumi/proto/resource_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { toProtoJson } from "../../../../../sandbox/src/engine/rpc/proto-json";

describe("toProtoJson", () => {
  it("uses the names of the .proto files", () => {
    const request = new RegisterResourceRequest()
      .setCustomtimeouts(new RegisterResourceRequest.CustomTimeouts().setDelete("5m"))
      .setIgnorechangesList(["config"])
      .setReplaceWithList(["urn:b"])
      .setAcceptsByteString(true);
    const dependencies = new RegisterResourceRequest.PropertyDependencies().setUrnsList(["urn:a"]);
    request.getPropertydependenciesMap().set("config", dependencies);
    expect(toProtoJson(request)).toEqual({
      customTimeouts: { delete: "5m" },
      ignoreChanges: ["config"],
      replaceWith: ["urn:b"],
      acceptsByteString: true,
      propertyDependencies: { config: { urns: ["urn:a"] } },
    });
  });

  it("omits defaults, unless a field with presence was set to one", () => {
    expect(toProtoJson(new Empty())).toEqual({});
    expect(toProtoJson(new RegisterResourceRequest().setProtect(false).setRemote(false))).toEqual({
      protect: false,
    });
    expect(toProtoJson(new RegisterResourceRequest().setObject(new Struct()))).toEqual({ object: {} });
  });

  it("converts structs to objects, and bytes to base64", () => {
    const values = { text: "x", number: 1.5, nothing: null, list: [true, { a: 0 }] };
    const request = new CheckRequest()
      .setNews(Struct.fromJavaScript(values))
      .setRandomseed(Buffer.from("seed"));
    expect(toProtoJson(request)).toEqual({ news: values, randomSeed: "c2VlZA==" });
  });

  it("uses the names of enums", () => {
    const { RESOURCE_MONITOR_FEATURE_SECRETS } = ResourceMonitorFeature;
    expect(
      toProtoJson(new DeploymentInfo().setSupportedfeaturesList([RESOURCE_MONITOR_FEATURE_SECRETS])),
    ).toEqual({ supportedFeatures: ["RESOURCE_MONITOR_FEATURE_SECRETS"] });
    expect(toProtoJson(new DiffResponse().setChanges(DiffResponse.DiffChanges.DIFF_NONE))).toEqual({
      changes: "DIFF_NONE",
    });
  });
});
