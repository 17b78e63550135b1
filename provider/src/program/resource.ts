import * as pulumi from "@pulumi/pulumi";
import type { ResourceDefinition } from "../definition/definition";
import { handlingOptions, optionsForPolicies, optionsKey, policyKey } from "../definition/state-keys";
import { isCovered, waysToSecrets } from "../secrets/secret-values";
import { withReferences } from "./from-env";
import { markSecrets, secretWays } from "./mark-secrets";
import { otherTypeOf } from "./other-type";
import { warnOfPlainSettings } from "./plain-settings";

/**
 * The fields of `T`, each of which may be an output of another resource, at every depth. An output of a whole `T` is one too, for
 * Pulumi lifts the fields of an object to its output. Not `pulumi.Input`, in whose company the compiler names neither a misspelt
 * nor a missing key.
 */
export type Inputs<T> = { [Key in keyof T]: InputValue<T[Key]> };

type Scalar = string | number | boolean | null | undefined;

// In brackets, for a union must not come apart: an output of one of two texts is an output of neither.
type InputValue<T> = [T] extends [Scalar] ? pulumi.Input<T> : InputObject<Exclude<T, undefined>>;

type InputObject<T> = T extends readonly (infer Item)[] ? pulumi.Input<InputValue<Item>[]> : InputFields<T>;

type InputFields<T> = T extends object ? Inputs<T> : pulumi.Input<T>;

/** Pulumi's resource options, and how objects on a platform are to be handled. */
export interface ResourceOptions extends pulumi.CustomResourceOptions {
  /**
   * Which of the stack's accounts on the platform the object is in, by its name in the stack config: `"eu"` has the settings
   * `<platform>:accounts.eu.apiKey` and so on. Default: the account of the platform's own settings, `<platform>:apiKey` and so on.
   * Another name makes a new object there and deletes the old one; a new key or address under the same name does not.
   */
  account?: string;
  /**
   * The id of an object that exists on the platform and is to be managed from now on. At the first `up` it is compared
   * (another type is refused) and made what the program says; afterwards the option may stay or go.
   * In place of Pulumi's `import`, which cannot work for a dynamic resource.
   */
  adopt?: pulumi.Input<string>;
  /**
   * What a change of the name does: `"update"` (default) renames the object in place and fails if the platform does not;
   * `"replace"` makes a new object and deletes the old one.
   */
  onRename?: "update" | "replace";
  /**
   * What happens to a key of the configuration that the catalog does not know: `"refuse"` (default) names it and stops before any request;
   * `"allow"` sends it, for a field that is newer than this release. Its value is then a secret, unless `publicKeys` lists the key.
   */
  unknownKeys?: "allow" | "refuse";
  /** The keys of the configuration, of those that the catalog does not know, whose values are no secrets. Default: none. */
  publicKeys?: readonly string[];
}

/** Pulumi's resource options, for an object that is only read. */
export interface GetOptions extends pulumi.CustomResourceOptions {
  /** Which of the stack's accounts on the platform has the object; see `ResourceOptions`. */
  account?: string;
}

/** For kinds of which the platform deletes more than it is asked to. */
export interface ForceDelete {
  /** Delete the object even if the platform then deletes others, that this program did not make, along with it. Default: false. */
  forceDelete?: boolean;
}

/** What the base class needs to know of a resource. */
export interface ResourceClass {
  readonly definition: ResourceDefinition;
  /** Pulumi's type token: `pulumi-nodejs:dynamic/platform:Kind`. */
  readonly type: string;
  /** How the host loads the provider: one constant expression, at most 100 bytes, the same in every release. */
  readonly provider: string;
}

/**
 * A resource that the dynamic-provider host manages by reference: its state holds a constant that names this package, no code.
 * Outputs are `declare readonly` fields of the subclass, for an initialized field would overwrite them with undefined.
 */
export abstract class Resource extends pulumi.CustomResource {
  /**
   * @param args Undefined when an existing object is only read (`options.id`).
   * @throws pulumi.RunError for the option `import`.
   */
  protected constructor(
    { definition, type, provider }: ResourceClass,
    name: string,
    args: object | undefined,
    options: ResourceOptions = {},
  ) {
    const { account, adopt, onRename, forceDelete, unknownKeys, publicKeys, ...pulumiOptions } =
      options as ResourceOptions & ForceDelete;
    refuseImport(definition, name, pulumiOptions);
    warnOfPlainSettings(definition.platform, account);
    const unresolved = Object.fromEntries(definition.outputs.map((output) => [output, undefined]));
    const reading = pulumiOptions.id !== undefined && args === undefined;
    const inputs = reading
      ? { [optionsKey]: account === undefined ? undefined : { account } }
      : programInputs(
          definition,
          name,
          { ...args },
          { account, adopt, onRename, forceDelete, unknownKeys, publicKeys },
        );
    super(
      type,
      name,
      { ...unresolved, ...inputs, __provider: provider },
      withSecretOutputs(pulumiOptions, definition.secretOutputs),
    );
    if (pulumiOptions.replaceOnChanges?.length) {
      void pulumi.log.warn(
        '`replaceOnChanges` has no effect on a dynamic resource; for the name, use the option `onRename: "replace"`.',
        this,
      );
    }
  }
}

function refuseImport(
  { kind }: ResourceDefinition,
  name: string,
  options: pulumi.CustomResourceOptions,
): void {
  if (options.import === undefined) return;
  throw new pulumi.RunError(
    `${kind} "${name}": Pulumi's option \`import\` cannot work for a dynamic resource; write { adopt: "<id>" } instead.`,
  );
}

/** Outputs that no argument marks as secrets must be named. */
function withSecretOutputs(
  options: pulumi.CustomResourceOptions,
  names: readonly string[] = [],
): pulumi.CustomResourceOptions {
  if (names.length === 0) return options;
  return { ...options, additionalSecretOutputs: [...(options.additionalSecretOutputs ?? []), ...names] };
}

/** The arguments as they go to the host: the name filled in, for the host is not told it, and every known secret marked. */
function programInputs(
  definition: ResourceDefinition,
  name: string,
  values: Record<string, unknown>,
  given: Record<string, unknown>,
): Record<string, unknown> {
  const { nameField, config } = definition;
  const args = withReferences(values) as Record<string, unknown>;
  const type = config && otherTypeOf(args[config.typeField]);
  const typed = config === undefined || type === undefined ? args : { ...args, [config.typeField]: type };
  const options = type === undefined ? given : { ...given, otherType: true };
  const secrets = waysToSecrets(definition, typed, handlingOptions({ [optionsKey]: options }));
  const marked = markSecrets(typed, secrets) as Record<string, unknown>;
  const inputs: Record<string, unknown> = { ...marked, [nameField]: args[nameField] ?? name };
  const all = hostOptions(options, inputs, secrets);
  return { ...inputs, [optionsKey]: all, [policyKey]: all.then(optionsForPolicies) };
}

/** The options that travel to the host, with what it must keep out of messages; undefined if there is nothing to say. */
async function hostOptions(
  options: Record<string, unknown>,
  inputs: Record<string, unknown>,
  knownSecrets: readonly string[],
): Promise<Record<string, unknown> | undefined> {
  const secrets = (await secretWays(inputs)).filter((way) => !isCovered(way, knownSecrets));
  const all: Record<string, unknown> = { ...options, ...(secrets.length === 0 ? {} : { secrets }) };
  return Object.values(all).some((value) => value !== undefined) ? all : undefined;
}
