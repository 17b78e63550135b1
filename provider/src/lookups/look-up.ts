import {
  CustomResource,
  isSecret,
  log,
  output,
  Output,
  runtime,
  secret,
  unknown,
  type Resource,
} from "@pulumi/pulumi";
import type { Access } from "../client/object-client";
import type { ResourceDefinition } from "../definition/definition";
import { isConnectorsError } from "../errors/connectors-error";
import { ConnectorsRunError } from "../program/errors";
import { secrecyOf, type Secrecy } from "../secrets/secrecy";
import { isFields, type Fields } from "../values/fields";
import { inOneLine, messageOf } from "../values/text";
import { soughtBy, type Sought } from "./arguments";
import { find, inputsOf } from "./find";
import { resultOf } from "./result";

/** A call of a lookup. */
interface Call {
  readonly definition: ResourceDefinition;
  /** `getSource`, `listSources`. */
  readonly name: string;
  readonly isList: boolean;
}

/**
 * A lookup with plain arguments. It leaves out secret outputs: nothing marks them in a promise.
 *
 * @param name Of the function. One that begins with `list` returns a list.
 * @throws ConnectorsRunError, as `Lookup` says.
 */
export async function lookUp(
  definition: ResourceDefinition,
  name: string,
  args?: unknown,
  options?: unknown,
): Promise<unknown> {
  const call = callOf(definition, name);
  const sought = validated(call, args, options);
  if (isUnderMocks(call)) {
    const result = (await runtime.invoke(tokenOf(call), inputsForMocks(sought))) as object;
    return fromMocks(call, result);
  }
  return await request(call, sought, []);
}

/** The same with inputs. Secret outputs are in the result, each as an output that is a secret. */
export function lookUpOutput(
  definition: ResourceDefinition,
  name: string,
  args?: unknown,
  options?: unknown,
): Output<unknown> {
  const call = callOf(definition, name);
  const given: Output<unknown> = output(args);
  return given.apply(async (values: unknown): Promise<unknown> => {
    if (await dependsOnWhatIsToBeCreated(given)) return unknown;
    const sought = validated(call, values, options);
    if (isUnderMocks(call)) {
      const result = runtime.invokeOutput<object>(tokenOf(call), inputsForMocks(sought));
      return result.apply((found) => fromMocks(call, found));
    }
    return await request(call, sought, await secretArguments(args, values), secret);
  });
}

function callOf(definition: ResourceDefinition, name: string): Call {
  return { definition, name, isList: name.startsWith("list") };
}

function validated({ definition, name, isList }: Call, args: unknown, options: unknown): Sought {
  const { sought, problems } = soughtBy(definition, isList, args, options);
  if (problems.length === 0) return sought;
  const message = `${definition.platform.name}.${name}: ${problems.join("; ")}`;
  throw withoutStack(new ConnectorsRunError("PC_INVALID_ARGUMENT", message));
}

async function request(
  { definition, isList }: Call,
  sought: Sought,
  secrets: readonly string[],
  asSecret?: (value: unknown) => unknown,
): Promise<unknown> {
  const inputs = inputsOf(sought, secrets);
  const access: Access = { config: runtime.getConfig, say: (line) => void log.info(line) };
  try {
    const found = await find(definition, access, sought, { isList, inputs });
    const results = found.map((each) => resultOf(definition, each, asSecret));
    return isList ? results : results[0];
  } catch (error) {
    throw runError(error, secrecyOf(definition, access.config, [inputs]));
  }
}

/** The error in one line. */
function runError(error: unknown, { scrub, scrubMessage }: Secrecy): ConnectorsRunError {
  const message = messageOf(error);
  return withoutStack(
    isConnectorsError(error)
      ? new ConnectorsRunError(error.code, inOneLine(scrubMessage(message)))
      : new ConnectorsRunError("PC_INTERNAL", inOneLine(scrub(message))),
  );
}

/** Of a promise that nobody awaits, Pulumi prints the stack even of this kind of error. */
function withoutStack(error: ConnectorsRunError): ConnectorsRunError {
  error.stack = "";
  return error;
}

/**
 * Whether mocks are in the place of an engine.
 *
 * @throws ConnectorsRunError if there is neither.
 */
function isUnderMocks({ definition, name }: Call): boolean {
  if (runtime.getEngine() !== undefined) return false;
  if (runtime.getMonitor() !== undefined) return true;
  throw withoutStack(
    new ConnectorsRunError(
      "PC_INVALID_PROGRAM",
      `${definition.platform.name}.${name}: the program does not run in Pulumi; run it with \`pulumi\`, or set mocks in a test`,
    ),
  );
}

/** The token by which mocks know the function. */
function tokenOf({ definition, name }: Call): string {
  return `${definition.platform.name}:index:${name}`;
}

function inputsForMocks({ id, criteria, account }: Sought): Fields {
  return { ...(id === undefined ? {} : { id }), ...criteria, ...(account === undefined ? {} : { account }) };
}

/** A list travels as an object whose keys are its indexes. */
function fromMocks({ isList }: Call, result: object): unknown {
  return isList ? Object.values(result) : result;
}

/** A part of an output that the SDK's types leave out. */
interface WithResources {
  readonly allResources?: () => Promise<ReadonlySet<Resource>>;
}

/**
 * Whether arguments come from a resource that only the `up` will create, although they may be known by now. At preview it cannot be found; the
 * functions of Pulumi's providers are not called then either.
 */
async function dependsOnWhatIsToBeCreated(given: Output<unknown>): Promise<boolean> {
  if (!runtime.isDryRun()) return false;
  const resources = (await (given as WithResources).allResources?.()) ?? new Set();
  const isKnown = [...resources].map(async (resource) => {
    if (!CustomResource.isInstance(resource)) return true;
    const { isKnown: known } = resource.id as unknown as { readonly isKnown?: Promise<boolean> };
    return (await known) !== false;
  });
  return (await Promise.all(isKnown)).includes(false);
}

/** The arguments that the program keeps secret. @param values What they are. */
async function secretArguments(args: unknown, values: unknown): Promise<string[]> {
  if (Output.isInstance(args)) return (await isSecret(args)) && isFields(values) ? Object.keys(values) : [];
  const entries = Object.entries(isFields(args) ? args : {});
  const secrets = entries.map(async ([key, value]) => ((await isSecret(output(value))) ? [key] : []));
  return (await Promise.all(secrets)).flat();
}
