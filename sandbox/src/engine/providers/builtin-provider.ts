import { containsSecret, type PropertyMap } from "../values/property";
import { ProviderError, type Provider, type ReadResult } from "./provider";
import { urnType, type Urn } from "../values/urn";

/** The outputs of another stack, by `<stack>` or `<organization>/<project>/<stack>`. @throws Error if there is no such stack. */
export type StackOutputs = (name: string) => PropertyMap;

const stackReferenceType = "pulumi:pulumi:StackReference";

/**
 * The provider of the engine's own resources. The sandbox supports stack references, in the form that current SDKs read.
 * Source: pulumi/pulumi, `pkg/resource/deploy/builtins.go`.
 */
export function builtinProvider(outputsOf: StackOutputs): Provider {
  const unsupported = (urn: Urn): never => {
    throw new ProviderError(`a resource of type ${urnType(urn)} needs the pulumi CLI`);
  };
  return {
    checkConfig: () => Promise.resolve(),
    diffConfig: () => Promise.resolve(),
    configure: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    read: (urn, id, inputs) =>
      Promise.resolve().then(() =>
        urnType(urn) === stackReferenceType ? readStackReference(id, inputs, outputsOf) : unsupported(urn),
      ),
    check: (urn) => Promise.resolve().then(() => unsupported(urn)),
    diff: (urn) => Promise.resolve().then(() => unsupported(urn)),
    create: (urn) => Promise.resolve().then(() => unsupported(urn)),
    update: (urn) => Promise.resolve().then(() => unsupported(urn)),
    delete: () => Promise.resolve(),
  };
}

function readStackReference(id: string, inputs: PropertyMap, outputsOf: StackOutputs): ReadResult {
  const { name } = inputs;
  if (typeof name !== "string") throw new ProviderError("stack reference can not be imported");
  let outputs: PropertyMap;
  try {
    outputs = outputsOf(name);
  } catch (error) {
    throw new ProviderError((error as Error).message);
  }
  const secretOutputNames = Object.keys(outputs)
    .filter((key) => containsSecret(outputs[key]))
    .sort();
  return { id, inputs, outputs: { name, outputs, secretOutputNames } };
}
