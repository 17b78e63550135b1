import { randomBytes } from "node:crypto";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { UserError } from "../../project/user-error";
import type { Inventory } from "../../inventory/inventory";
import { described, statOf } from "./target-paths";

/** The text of an inventory. */
export function formatInventory(inventory: Inventory): string {
  return `${JSON.stringify(inventory, null, 2)}\n`;
}

/**
 * Makes sure that a file may be written, before anything is read.
 *
 * @throws UserError if there is something that must not be replaced.
 */
export function refuseInventoryFile(path: string, replaces: boolean): void {
  const stat = statOf(path);
  if (stat === undefined) return;
  if (!stat.isFile()) {
    throw new UserError(`--out: ${path} is ${described(stat)}; with --json, name a file`);
  }
  if (!replaces) throw new UserError(`--out: ${path} exists; give --replace to replace it`);
}

/** Writes an inventory to a file, which appears as a whole. */
export function writeInventory(path: string, inventory: Inventory): void {
  const staged = `${path}.${randomBytes(6).toString("hex")}.tmp`;
  mkdirSync(dirname(path), { recursive: true });
  try {
    writeFileSync(staged, formatInventory(inventory), { flag: "wx", flush: true });
    renameSync(staged, path);
  } catch (error) {
    rmSync(staged, { force: true });
    throw error;
  }
}
