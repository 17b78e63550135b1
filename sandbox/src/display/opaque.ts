import { createHash } from "node:crypto";
import type { Opaque, PropertyValue } from "../engine/values/property";
import { fromWire, signatureKey } from "../engine/values/wire";

/** How an asset, an archive or a resource reference is displayed: a title, then lines or properties in braces, if any. */
export interface OpaqueDescription {
  readonly title: string;
  readonly lines?: readonly string[];
  readonly properties?: readonly (readonly [string, PropertyValue])[];
}

const assetSignature = "c44067f5952c0a294b673a41bacd8c17";
const archiveSignature = "0def7320c3a5731c473e5ecbe6d01bc7";

/** Source: pulumi/pulumi, `printPropertyValueRecurse` in `pkg/backend/display/object_diff.go`. */
export function describeOpaque({ wire }: Opaque): OpaqueDescription {
  const { [signatureKey]: signature, text, path, uri } = wire;
  if (signature === assetSignature || signature === archiveSignature) {
    const kind = signature === assetSignature ? "asset" : "archive";
    if (typeof text === "string") {
      return { title: `${kind}(text:${shortHash(wire, text)}) `, lines: ["<contents elided>"] };
    }
    if (typeof path === "string") return { title: `${kind}(file:${shortHash(wire)}) { ${path} }` };
    if (typeof uri === "string") return { title: `${kind}(uri:${shortHash(wire)}) { ${uri} }` };
    return { title: `${kind}(assets:${shortHash(wire)}) { }` };
  }
  const { urn = "", id = null, packageVersion = "" } = wire;
  const properties = { URN: urn, ID: id, PackageVersion: packageVersion };
  return { title: "", properties: Object.entries(properties).map(([key, value]) => [key, fromWire(value)]) };
}

/** The hash that the program has given, else one of the text. */
function shortHash({ hash }: Readonly<Record<string, unknown>>, text = ""): string {
  if (typeof hash === "string" && hash !== "") return hash.slice(0, 7);
  return text === "" ? "" : createHash("sha256").update(text).digest("hex").slice(0, 7);
}
