import { z } from "zod";
import { describeIssue, parseJson } from "../project/json-text";
import { UserError } from "../project/user-error";
import { messageOf } from "../values/text";
import type { Inventory } from "./inventory";

const paths = z.array(z.string());

const inventorySchema = z.strictObject({
  version: z.literal(1, "expected 1"),
  account: z.string().min(1, "expected a text that is not empty").optional(),
  objects: z.array(
    z.strictObject({
      kind: z.string(),
      id: z.string().min(1, "expected a text that is not empty"),
      fields: z.record(z.string(), z.unknown()),
      secrets: paths,
      unknown: paths,
      isOtherType: z.literal(true, "expected true, or nothing").optional(),
    }),
  ),
});

/**
 * Parses the text of an inventory.
 *
 * @param path Its file, for messages.
 * @throws UserError that names the file and what is wrong, if it is not an inventory that this release knows.
 */
export function parseInventory(path: string, text: string): Inventory {
  let value: unknown;
  try {
    value = parseJson(text);
  } catch (error) {
    throw new UserError(`${path}: ${messageOf(error)}`);
  }
  const { version } = (value ?? {}) as { readonly version?: unknown };
  if (typeof version === "number" && version > 1) {
    throw new UserError(
      `${path}: its form is version ${version}, which this release does not know; use the release that wrote it, or a later one`,
    );
  }
  const { data, error } = inventorySchema.safeParse(value);
  if (error !== undefined) {
    throw new UserError(
      `${path}: this is not an inventory, as \`pulumi-connectors export --json\` writes it: ${describeIssue(error)}`,
    );
  }
  return data as Inventory;
}
