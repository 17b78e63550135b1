import type { Inventory, InventoryObject } from "pulumi-connectors/internal/inventory/inventory";
import { parseInventory } from "pulumi-connectors/internal/inventory/parse-inventory";
import { readText } from "pulumi-connectors/internal/project/text-file";
import { writeFileAtomically } from "../files/atomic-file";
import { UserError } from "../user-error";
import type { Accounts } from "./accounts";
import type { Holding, SandboxPlatform, StoredObject } from "./sandbox-platform";
import { readData } from "./store";

/** A file with an inventory that the platforms are filled from. */
export interface InventoryFile {
  readonly path: string;
  readonly inventory: Inventory;
}

/** @throws UserError that names the file, if it is not an inventory that this release knows. */
export function readInventory(path: string): InventoryFile {
  return { path, inventory: parseInventory(path, readText(path)) };
}

/** The accounts, and those that inventories are of: a program finds them by their variables. */
export function withInventoryAccounts(accounts: Accounts, files: readonly InventoryFile[]): Accounts {
  return (platform) => {
    const known = accounts(platform);
    const others = files
      .filter(({ inventory }) => inventory.objects.some((object) => isOf(platform, object)))
      .flatMap(({ inventory: { account } }) => (account === undefined ? [] : [account]))
      .filter((name) => known.every((account) => account.name !== name));
    return [...known, ...[...new Set(others)].map((name) => ({ name, settings: {} }))];
  };
}

/** Fills accounts with the objects of inventories. */
export class Filling {
  private constructor(
    private readonly files: readonly InventoryFile[],
    private readonly holdings: ReadonlyMap<string, Holding>,
  ) {}

  /** @throws UserError if an inventory has an object that no platform holds. */
  static async of(files: readonly InventoryFile[], platforms: readonly SandboxPlatform[]): Promise<Filling> {
    const holdings = new Map<string, Holding>();
    if (files.length === 0) return new Filling([], holdings);
    for (const { name, holding } of platforms) {
      if (holding !== undefined) holdings.set(name, await holding());
    }
    const kinds = [...holdings.values()].flatMap((holding) => holding.kinds);
    for (const { path, inventory } of files) {
      const odd = inventory.objects.find(({ kind }) => !kinds.includes(kind));
      if (odd !== undefined) {
        throw new UserError(
          `${path}: the sandbox has no objects of the kind ${JSON.stringify(odd.kind)}, only of ${kinds.join(", ")}`,
        );
      }
    }
    return new Filling(files, holdings);
  }

  /**
   * Puts the objects of one account into its data. An object of the same id is replaced; others stay.
   *
   * @param account Undefined: that of the platform's own settings.
   */
  async fill(dataPath: string, platform: string, account: string | undefined): Promise<void> {
    const objects = this.files
      .filter(({ inventory }) => inventory.account === account)
      .flatMap(({ inventory }) => inventory.objects.filter((object) => isOf(platform, object)));
    const holding = this.holdings.get(platform);
    if (holding === undefined || objects.length === 0) return;
    const data = new Map(Object.entries(readData(dataPath)));
    const stored = objects.flatMap((object) => holding.stored(object));
    for (const name of new Set(stored.map(({ store }) => store))) {
      const ofStore = stored.filter(({ store }) => store === name);
      data.set(name, withStored(data.get(name) ?? [], ofStore));
    }
    await writeFileAtomically(dataPath, JSON.stringify(Object.fromEntries(data), null, 2));
  }
}

function isOf(platform: string, { kind }: InventoryObject): boolean {
  return kind.startsWith(`${platform}.`);
}

/** The last of several that are the same. */
function withStored(
  before: readonly { readonly id: string }[],
  stored: readonly StoredObject[],
): { readonly id: string }[] {
  const items = new Map<unknown, { readonly id: string }>();
  const [{ uniqueKey = "id" } = {}] = stored;
  const keyOf = (item: object): unknown => (item as Readonly<Record<string, unknown>>)[uniqueKey];
  for (const item of before) items.set(keyOf(item), item);
  for (const { value } of stored) items.set(keyOf(value), value);
  return [...items.values()];
}
