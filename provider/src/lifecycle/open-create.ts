import type { OpenCreate } from "../client/known-objects";
import type { ObjectClient } from "../client/object-client";
import { openCreateKey } from "../definition/state-keys";
import { ConnectorsError } from "../errors/connectors-error";
import { fieldsAt, isFields, omit, stringsAt, type Fields } from "../values/fields";
import { withArticle } from "../values/text";
import { idsOf, look, type Creation, type Found } from "./find-created";
import { refuseIfElsewhere } from "./other-account";
import { recordedOutputs } from "./outputs";
import { PartialFailure } from "./partial-failure";

/** A platform has carried out everything that it will still carry out after this long, in milliseconds. */
export const mostLate = 300_000;

/** How long an object of the same program gets to become known as such, in milliseconds. */
const settlingTime = 1_000;

/**
 * A create of unknown outcome. The state keeps it under an id that no platform has, for what the platform still makes would otherwise be
 * found by nobody. The next `up` replaces it by an object.
 */
export function leftOpen(
  { client, inputs, later }: Creation,
  message: string,
  since: number,
): PartialFailure {
  const outputs = recordedOutputs(client.definition, inputs, { id: undefined });
  return new PartialFailure("PC_INDETERMINATE_CREATE", message, `unknown-${crypto.randomUUID()}`, {
    ...outputs,
    [openCreateKey]: { since, later },
  });
}

/** Whether the state has a create of unknown outcome in place of an object. */
export function isOpenCreate(recorded: Fields): boolean {
  return isFields(recorded[openCreateKey]);
}

/**
 * Looks for what a create of unknown outcome has made since.
 *
 * @param recorded The outputs that the state has of it.
 * @returns the objects that it may have made, and the platform's time; none that a resource of the program has or takes over.
 */
export async function lookForLate(
  client: ObjectClient,
  recorded: Fields,
): Promise<{ readonly late: readonly Found[]; readonly age: number }> {
  const { since, later } = openCreateOf(recorded);
  const creation: Creation = {
    client,
    request: { method: "POST", path: "" },
    inputs: omit(recorded, client.definition.outputs.filter(isNothingIn(recorded))),
    later,
    since,
    isAlone: () => true,
  };
  const first = await look(creation);
  if (first.possible.length === 0) return { late: [], age: first.now - since };
  const { clock, objects } = client.account;
  // It may belong to another resource that the engine has not handed in yet.
  await clock.sleep(settlingTime);
  const { kind } = client.definition;
  const isTaken = (id: string): boolean =>
    objects.isKnown(kind, id) || objects.isKept(kind, id) || objects.adopterOf(kind, id) !== undefined;
  const late = first.possible.filter(({ id }) => !isTaken(id));
  return { late, age: first.now - since };
}

/**
 * Refuses a create if an earlier one of the same identity, whose outcome was unknown, has made an object meanwhile, or may have made one
 * where the settings do not lead.
 *
 * @throws ConnectorsError that names it and says how to adopt it.
 */
export async function refuseIfLate(client: ObjectClient, { id, recorded }: OpenCreate): Promise<void> {
  const { late } = await lookForLate(client, recorded);
  if (late.length > 0) throw foundLate(client, "create", late);
  await refuseIfElsewhere(client, id, recorded, "create", whatWasMade(client));
}

/** How a message about a create of unknown outcome calls its object. */
export function whatWasMade({ definition: { noun } }: ObjectClient): string {
  return `${noun} of an earlier create, whose outcome was not known`;
}

/** @param verb What is refused because of it. */
export function foundLate(
  client: ObjectClient,
  verb: "create" | "delete",
  late: readonly Found[],
): ConnectorsError {
  return new ConnectorsError(
    "PC_INDETERMINATE_CREATE",
    `${client.subject}: ${verb} refused: ${offer(client, late)}`,
  );
}

/** Says what a create of unknown outcome has made, and what to do about it. */
export function offer(client: ObjectClient, late: readonly Found[]): string {
  const { noun, identity } = client.definition;
  const [only, ...others] = late;
  const id = only !== undefined && others.length === 0 ? client.shown(only.id) : "<its id>";
  return `an earlier create, whose outcome was not known, has made ${withArticle(noun)} ${identity.phrase} since (${idsOf(client, late)}); take it over with the resource option \`adopt: "${id}"\`, delete it on the platform, or, if another made it, forget this create with \`pulumi state delete <urn>\`; then run \`pulumi up\` again`;
}

function openCreateOf(recorded: Fields): { readonly since: number; readonly later: readonly string[] } {
  const open = fieldsAt(recorded, openCreateKey);
  return { since: typeof open.since === "number" ? open.since : NaN, later: stringsAt(open, "later") };
}

function isNothingIn(recorded: Fields): (name: string) => boolean {
  return (name) => (recorded[name] ?? undefined) === undefined;
}
