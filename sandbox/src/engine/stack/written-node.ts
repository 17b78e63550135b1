import { resolvePlain } from "pulumi-connectors/internal/project/go-scalar";
import { Document, Scalar as ScalarNode, visit, type Node } from "yaml";

/** A node for a value that is set in a document whose scalars stay as they are written. */
export function writtenNode(value: unknown): Node {
  const node = new Document(undefined, { intAsBigInt: true }).createNode(value);
  visit(node, {
    Scalar(_key, scalar) {
      if (typeof scalar.value === "string") {
        if (needsQuotes(scalar.value)) scalar.type = ScalarNode.QUOTE_DOUBLE;
        return;
      }
      scalar.value = scalar.source = String(scalar.value);
      scalar.type = ScalarNode.PLAIN;
    },
  });
  return node;
}

/** Whether a text would be read as something else without quotes, by the CLI or by a reader of YAML 1.1. Source: gopkg.in/yaml.v3, `encode.go`. */
function needsQuotes(text: string): boolean {
  return (
    typeof resolvePlain(text) !== "string" ||
    /^(y|yes|on|n|no|off)$/i.test(text) ||
    /^[-+]?\d[\d_]*(:[0-5]?\d)+(\.[\d_]*)?$/.test(text) ||
    // The library would write a block, from whose first line blanks get lost.
    /^\s[^]*\n|^\n/.test(text)
  );
}
