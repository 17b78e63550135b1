import { createHash } from "node:crypto";
import type { Opaque, PropertyValue } from "../engine/values/property";
import { fromWire, signatureKey } from "../engine/values/wire";

/** How a value of Pulumi's own is shown: a title, then in braces lines or properties, if it has any. */
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

/** The engine computes hashes of texts only where the program gave none. */
function shortHash({ hash }: Readonly<Record<string, unknown>>, text = ""): string {
  if (typeof hash === "string" && hash !== "") return hash.slice(0, 7);
  return text === "" ? "" : createHash("sha256").update(text).digest("hex").slice(0, 7);
}
