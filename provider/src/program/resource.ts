import { CustomResource, log, type CustomResourceOptions, type ID, type Input } from "@pulumi/pulumi";
import type { ResourceDefinition } from "../definition/definition";
import { providerCode, typeToken } from "../definition/kind";
import { handlingOptions, optionsForPolicies, otherTypeOf } from "../definition/options";
import { optionsKey, policyKey } from "../definition/state-keys";
import { secretArguments } from "../secrets/known-secrets";
import { definedKeys } from "../values/fields";
import { SecretPaths } from "../values/secret-paths";
import { checkPackage } from "./check-package";
import { adaptStackTraces } from "./stack-traces";
import { fail } from "./errors";
import type {
  ForceDelete,
  GetOptions,
  ObjectOptions,
  RenewLogin,
  RunOnChange,
  VerifyConnection,
} from "./options";
import { warnOfPlainSettings } from "./plain-settings";
import { prepareInputs } from "./prepare-inputs";
import { checkedTriggers } from "./triggers";

/** The class of a kind of resources, as `resourceClass` makes it. @typeParam Parameters Of the constructor, after the name. */
export interface ResourceClass<Parameters extends readonly unknown[]> {
  /**
   * @param name The resource's own name, unique in the program.
   * @throws ConnectorsRunError for the option `import`, or if the program's folder leads to no copy of this package or another version.
   */
  new (name: string, ...parameters: Parameters): Resource;
  /** @internal */
  readonly __pulumiType: string;
  /** @internal */
  readonly definition: ResourceDefinition;
  /**
   * Reads an object that exists, without managing it. Its configuration is not read. Fails if there is none with that id.
   *
   * @param name The resource's own name, unique in the program.
   */
  get<Instance>(
    this: new (name: string, ...parameters: Parameters) => Instance,
    name: string,
    id: Input<ID>,
    options?: GetOptions,
  ): Instance;
  /** Whether a value is a resource of this kind, made by this copy of the package or another. */
  isInstance<Instance>(
    this: new (name: string, ...parameters: Parameters) => Instance,
    value: unknown,
  ): value is Instance;
}

/**
 * Makes the class of a kind from its definition. A subclass documents the kind and declares its outputs, as `declare readonly`: an
 * initialized field would overwrite them with undefined.
 */
export function resourceClass<Parameters extends readonly unknown[]>(
  definition: ResourceDefinition,
): ResourceClass<Parameters> {
  const token = typeToken(definition.kind);
  class OfKind extends Resource {
    static readonly __pulumiType = token;
    static readonly definition = definition;

    constructor(name: string, args?: object, options?: ObjectOptions) {
      super(definition, name, args, options);
    }

    static get(name: string, id: Input<ID>, options?: GetOptions): Resource {
      return new this(name, undefined, { ...options, id });
    }

    static override isInstance(value: unknown): value is OfKind {
      return (value as { __pulumiType?: unknown } | null | undefined)?.__pulumiType === token;
    }
  }
  return OfKind as unknown as ResourceClass<Parameters>;
}

/** A resource that the dynamic-provider host manages by reference: its state names this package and holds no code. */
export abstract class Resource extends CustomResource {
  /** @param args Undefined when an existing object is only read (`options.id`). */
  protected constructor(
    definition: ResourceDefinition,
    name: string,
    args: object | undefined,
    options: ObjectOptions = {},
  ) {
    const {
      account,
      adopt,
      onRename,
      forceDelete,
      renewLogin,
      verify,
      run,
      triggers,
      waitFor,
      unknownKeys,
      publicKeys,
      ...pulumiOptions
    } = options as ObjectOptions & ForceDelete & RenewLogin & VerifyConnection & RunOnChange;
    const { kind, outputs, platform, secretOutputs } = definition;
    checkPackage();
    refuseImport(kind, name, pulumiOptions);
    warnOfPlainSettings(platform, account);
    const isRead = pulumiOptions.id !== undefined && args === undefined;
    const inputs = isRead
      ? { [optionsKey]: { resource: name, ...(account === undefined ? {} : { account }) } }
      : programInputs(
          definition,
          name,
          { ...args },
          {
            ...{ account, adopt, onRename, forceDelete, renewLogin, verify, unknownKeys, publicKeys },
            ...{ run, waitFor },
            // The host keeps a hash.
            ...(triggers === undefined ? {} : { triggers: checkedTriggers(`${kind} "${name}"`, triggers) }),
            ...(adopt === undefined
              ? {}
              : { adopter: pathOf(name, pulumiOptions.parent as object | undefined) }),
          },
        );
    const unresolved = Object.fromEntries(outputs.map((output) => [output, undefined]));
    const restoreTraces = adaptStackTraces();
    try {
      super(
        typeToken(kind),
        name,
        { ...unresolved, ...inputs, __provider: providerCode(kind) },
        withSecretOutputs(pulumiOptions, secretOutputs),
      );
    } finally {
      restoreTraces();
    }
    if (pulumiOptions.replaceOnChanges?.length) {
      void log.warn(
        '`replaceOnChanges` has no effect on a dynamic resource; for the name, use the option `onRename: "replace"`.',
        this,
      );
    }
  }
}

/** Tells a resource from others of its kind, of which one in another component may have the same name. */
function pathOf(name: string, parent: { readonly __name?: string } = {}): string {
  return `${parent.__name ?? ""}/${name}`;
}

function refuseImport(kind: string, name: string, options: CustomResourceOptions): void {
  if (options.import === undefined) return;
  fail(
    "PC_IMPORT_OPTION",
    `${kind} "${name}": Pulumi's option \`import\` cannot work for a dynamic resource; write { adopt: "<id>" } instead`,
  );
}

/** Outputs that no argument marks as secret must be named. */
function withSecretOutputs(
  options: CustomResourceOptions,
  names: readonly string[] = [],
): CustomResourceOptions {
  if (names.length === 0) return options;
  return { ...options, additionalSecretOutputs: [...(options.additionalSecretOutputs ?? []), ...names] };
}

/**
 * The arguments as they go to the host, with every known secret marked. The host does not get the resource's name: it is filled in, and
 * noted as such.
 */
function programInputs(
  definition: ResourceDefinition,
  name: string,
  args: Record<string, unknown>,
  options: Record<string, unknown>,
): Record<string, unknown> {
  const { name: nameField, config } = definition;
  const type = config && otherTypeOf(args[config.typeField]);
  const isNamedLikeResource = nameField !== undefined && (args[nameField.field] ?? undefined) === undefined;
  const named = isNamedLikeResource ? { [nameField.field]: name } : {};
  const typed = config === undefined || type === undefined ? {} : { [config.typeField]: type };
  const given = { ...args, ...named, ...typed };
  const handling = {
    ...options,
    ...(isNamedLikeResource ? { resource: name } : {}),
    ...(type === undefined ? {} : { otherType: true }),
  };
  const secrets = secretArguments(definition, given, handlingOptions({ [optionsKey]: handling }));
  const { inputs, programSecrets } = prepareInputs(given, secrets);
  const { inputs: prepared, programSecrets: secretOptions } = prepareInputs(handling, SecretPaths.none);
  if (programSecrets === undefined && secretOptions === undefined) {
    // Each property takes the SDK time, even one that turns out to be undefined.
    return {
      ...inputs,
      ...field(optionsKey, unlessEmpty(prepared)),
      ...field(policyKey, optionsForPolicies(prepared)),
    };
  }
  const forHost = withProgramSecrets(prepared, async () => [
    ...((await programSecrets?.()) ?? []),
    ...((await secretOptions?.()) ?? []).map((path) => `${optionsKey}.${path}`),
  ]);
  return { ...inputs, [optionsKey]: forHost, [policyKey]: forHost.then(optionsForPolicies) };
}

/** The options that travel to the host, with what it must keep out of messages; undefined if that is nothing. */
async function withProgramSecrets(
  options: Record<string, unknown>,
  programSecrets: () => Promise<string[]>,
): Promise<Record<string, unknown> | undefined> {
  const secrets = await programSecrets();
  return unlessEmpty({ ...options, ...(secrets.length === 0 ? {} : { secrets }) });
}

function field(key: string, value: unknown): Record<string, unknown> {
  return value === undefined ? {} : { [key]: value };
}

function unlessEmpty(options: Record<string, unknown>): Record<string, unknown> | undefined {
  return definedKeys(options).length > 0 ? options : undefined;
}
