import { findObject } from "../client/find-objects";
import type { ObjectClient } from "../client/object-client";
import { withDeferred } from "../definition/deferred";
import type { RemoteObject, ResourceDefinition } from "../definition/definition";
import { indeterminateIn } from "../definition/indeterminate-updates";
import { handlingOptions } from "../definition/options";
import { ConnectorsError } from "../errors/connectors-error";
import { fieldsAt, isFields, omit, own, type Fields } from "../values/fields";
import { adoptionCriteria } from "./adoption-criteria";
import { isAppliedArgument, inTermsOfProgram } from "./compare";
import { recordedOutputs } from "./outputs";
import { isPartialFailure, PartialFailure } from "./partial-failure";
import { isMasked } from "./reading";
import { update } from "./update";
import { withDueTest } from "./verify";

/**
 * Takes over the object that the option `adopt` names, and that no other resource has or takes over: compares it, then makes it what the
 * program says.
 *
 * @returns its id and the complete outputs.
 * @throws ConnectorsError if there is none or several, the stack manages it already, or it differs in what cannot change; RequestFailure;
 *   PartialFailure if it was taken over without everything that was asked for.
 */
export async function adopt(
  client: ObjectClient,
  inputs: Fields,
): Promise<{ readonly id: string; readonly outs: Record<string, unknown> }> {
  const { definition, account } = client;
  const { kind } = definition;
  const { objects } = account;
  const id = await idToAdopt(client, inputs);
  const wasKnown = objects.isKnown(kind, id);
  reserve(client, id, inputs);
  objects.know(kind, id);
  const take = (): void => {
    objects.manage(kind, id);
    objects.keep(kind, id);
  };
  try {
    const outs = await compareAndUpdate(client, id, inputs);
    take();
    return { id, outs };
  } catch (error) {
    if (isPartialFailure(error)) take();
    else {
      objects.release(kind, id);
      if (!wasKnown) objects.forget(kind, id);
    }
    throw error;
  }
}

/** @throws as `findToAdopt`, if the option does not give the id. */
async function idToAdopt(client: ObjectClient, inputs: Fields): Promise<string> {
  const { adopt: existing = "", adopter } = handlingOptions(inputs);
  if (typeof existing === "string") return existing;
  const { definition, account } = client;
  // The check has looked already, unless the platform did not respond.
  const found = adopter && account.objects.reservedBy(definition.kind, adopter);
  return (
    found ?? (await findObject(client, adoptionCriteria(definition, existing, inputs).criteria, "adopt")).id
  );
}

/**
 * Makes sure that no other resource of the program takes the object over, by its id or by its name.
 *
 * @param inputs Of the resource that does.
 * @throws ConnectorsError if another one does, or has it already.
 */
export function reserve(client: ObjectClient, id: string, inputs: Fields): void {
  refuseManaged(client, id);
  const { definition, account } = client;
  if (account.objects.reserve(definition.kind, id, handlingOptions(inputs).adopter)) return;
  throw new ConnectorsError(
    "PC_ADOPT_REFUSED",
    `${client.subject}: adopt failed: another resource of the program takes over ${client.shown(id)}, too; take the option \`adopt\` out of one of them`,
  );
}

/** @throws ConnectorsError if the stack manages the object already. */
export function refuseManaged(client: ObjectClient, id: string): void {
  const { definition, account } = client;
  if (!account.objects.isManaged(definition.kind, id)) return;
  throw new ConnectorsError(
    "PC_ADOPT_REFUSED",
    `${client.subject}: adopt failed: this stack manages ${client.shown(id)} already; take the option \`adopt\` out of the program`,
  );
}

async function compareAndUpdate(
  client: ObjectClient,
  id: string,
  inputs: Fields,
): Promise<Record<string, unknown>> {
  const { definition } = client;
  const { object } = await client.read(id, {}, "adopt");
  // The engine may have handed in the resource that has it only now.
  refuseManaged(client, id);
  // Taking it over is reason enough to test it, even if nothing has to be written.
  const recorded = withDueTest(await outputsBefore(client, id, inputs, object));
  try {
    return await update(client, id, recorded, inputs);
  } catch (error) {
    if (!isPartialFailure(error)) throw error;
    throw new PartialFailure(error.code, error.message, id, asAdopted(definition, error.properties, inputs));
  }
}

/**
 * The outputs that an object would have in the state if it were managed as it is.
 *
 * @throws ConnectorsError if the object differs from the program in what cannot change.
 */
export async function outputsBefore(
  client: ObjectClient,
  id: string,
  inputs: Fields,
  object: RemoteObject,
): Promise<Record<string, unknown>> {
  const { definition } = client;
  const conflict = (await definition.conflict?.())?.(inputs, object);
  if (conflict !== undefined) {
    throw new ConnectorsError(
      "PC_ADOPT_REFUSED",
      `${client.subject}: adopt failed: ${conflict.argument} of ${client.shown(id)} ${client.shown(conflict.text)}; declare what it is, or adopt another ${definition.noun}`,
    );
  }
  // What cannot change is as the program says, in whatever spelling; there is nothing to send.
  const settled: Record<string, unknown> = {};
  for (const [field, argument] of Object.entries(definition.arguments)) {
    const [given, current] = [inputs[field], object[field]];
    if (argument.inTermsOf !== undefined && given !== undefined && current !== undefined) {
      settled[field] = inTermsOfProgram(argument, given, current);
    }
    // Of a shown secret it is known that it is the program's, also where that has it from the environment.
    const isFixed = argument.onChange === "replace";
    if (given === undefined || (!isFixed && argument.showsSecrets !== true)) continue;
    if (isAppliedArgument(argument, given, current)) {
      if (isFixed || !isMasked(definition.platform.isMask, current)) settled[field] = given;
      continue;
    }
    if (!isFixed) continue;
    const shown = JSON.stringify(inTermsOfProgram(argument, given, current));
    throw new ConnectorsError(
      "PC_ADOPT_REFUSED",
      `${client.subject}: adopt failed: ${field} of ${client.shown(id)} is ${client.shown(shown)} on the platform and cannot change; declare that ${field}, or adopt another ${definition.noun}`,
    );
  }
  // What the platform neither shows nor takes now is left as it is, and made sure of later.
  const deferred = (definition.loses?.(object)?.arguments ?? []).filter((name) => inputs[name] !== undefined);
  for (const name of deferred) settled[name] = inputs[name];
  const asShown = { ...omit(object, ["id"]), ...withoutUnsetKeys(definition, inputs, object), ...settled };
  return withDeferred(recordedOutputs(definition, asShown, object), deferred);
}

/** The configuration without the keys that the platform shows as null and the program leaves out: neither has a value there. */
function withoutUnsetKeys({ config }: ResourceDefinition, inputs: Fields, object: RemoteObject): Fields {
  const shown = config && object[config.field];
  if (config === undefined || !isFields(shown)) return {};
  const declared = fieldsAt(inputs, config.field);
  const unset = Object.keys(shown).filter((key) => shown[key] === null && own(declared, key) === undefined);
  return { [config.field]: omit(shown, unset) };
}

/**
 * The outputs of an object that was taken over by half. What is not known is as the program says, for the platform's values may be masked;
 * so is what is not an argument, the provider's code above all.
 */
function asAdopted({ arguments: all }: ResourceDefinition, outputs: Fields, inputs: Fields): Fields {
  const { names } = indeterminateIn(outputs);
  const isOfProgram = (name: string): boolean => !(name in all) || names.includes(name);
  return {
    ...outputs,
    ...Object.fromEntries(Object.entries(inputs).filter(([name]) => isOfProgram(name))),
  };
}
