import { RequestFailure } from "../client/failure";
import type { ObjectClient } from "../client/object-client";
import type { RemoteObject } from "../definition/definition";
import type { Fields } from "../values/fields";
import { withArticle } from "../values/text";
import { isAppliedArgument } from "./compare";

/**
 * Adds to the refusal of a create which object has the name already, where names are unique, and what to do: another stack of the same
 * program may have it, or this one, before it forgot the object. The refusal itself if there is no such object, or it cannot be found.
 *
 * @param inputs Of the create.
 */
export async function withTakenName(
  client: ObjectClient,
  inputs: Fields,
  refusal: RequestFailure,
): Promise<RequestFailure> {
  const { unique } = client.definition;
  if (unique === undefined || inputs[unique.argument] === undefined) return refusal;
  if (refusal.code !== "PC_REFUSED" || !refusal.message.includes(unique.refusal)) return refusal;
  const holder = await holderOf(client, inputs).catch(() => undefined);
  if (holder?.id === undefined) return refusal;
  const { code, message, outcome, status, isRetryable } = refusal;
  return new RequestFailure(code, `${message}. ${explanation(client, inputs, holder, holder.id)}`, outcome, {
    isRetryable,
    ...(status === undefined ? {} : { status }),
  });
}

/** @returns undefined if no object has the name. */
async function holderOf(client: ObjectClient, inputs: Fields): Promise<RemoteObject | undefined> {
  const { unique, arguments: all, listing, name: { field = "name" } = {} } = client.definition;
  if (unique === undefined) return undefined;
  const names = [unique.argument, ...(unique.within ?? [])];
  const { objects } = await client.list(listing({ ...inputs, [field]: inputs[unique.argument] }));
  return objects.find((object) =>
    names.every((name) => isAppliedArgument(all[name], inputs[name], object[name])),
  );
}

function explanation(client: ObjectClient, inputs: Fields, holder: RemoteObject, id: string): string {
  const { definition, account } = client;
  const { kind, noun, arguments: all, unique } = definition;
  const argument = unique?.argument ?? "";
  if (account.objects.isKnown(kind, id)) {
    return `Another resource of this stack has that ${argument} (${client.shown(id)}): give one of them another`;
  }
  const another = `set another, such as ${argument}: \`${client.shown(String(inputs[argument]))}-\${pulumi.getStack()}\`, which differs from stack to stack`;
  const fixed = Object.keys(all).find(
    (name) =>
      all[name]?.onChange === "replace" &&
      inputs[name] !== undefined &&
      !isAppliedArgument(all[name], inputs[name], holder[name]),
  );
  const found = `The platform has ${withArticle(noun)} of that ${argument} (${client.shown(id)})`;
  return fixed === undefined
    ? `${found}: ${another}, or take it over with the resource option \`adopt: "${client.shown(id)}"\``
    : `${found}, with another ${fixed}: ${another}, or delete it there`;
}
