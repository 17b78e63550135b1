import type * as pulumi from "@pulumi/pulumi";
import type { RemoteObject, ResourceDefinition } from "../../../provider/src/definition/definition";
import type { ForceDelete, ManagedOptions } from "../../../provider/src/program/options";
import { resourceClass } from "../../../provider/src/program/resource";
import type { Fields } from "../../../provider/src/values/fields";
import { tally } from "./api";
import { objectFields, thinPages } from "./response";

/** What a ledger is. A change of `currency` replaces it. */
export interface LedgerArgs {
  /** The currency of all amounts, three letters. */
  currency: pulumi.Input<string>;
  /** What it begins with. */
  openingBalance: pulumi.Input<number>;
  /** What it is for. Default: nothing is noted. */
  note?: pulumi.Input<string>;
  /** How amounts are rounded: `"half-up"` or `"half-even"`. Left out, it is not managed. */
  rounding?: pulumi.Input<string>;
  /** What opens it at the counter, a secret. Default: none. */
  pin?: pulumi.Input<string>;
}

/** How a ledger is to be handled. */
export interface LedgerOptions extends ManagedOptions, ForceDelete {}

const updatable = ["openingBalance", "note", "rounding", "pin"] as const;
const wireNames: Readonly<Record<(typeof updatable)[number], string>> = {
  openingBalance: "opening_balance",
  note: "note",
  rounding: "rounding",
  pin: "pin",
};

/** @internal */
export const ledgerDefinition: ResourceDefinition = {
  kind: "tally.Ledger",
  noun: "ledger",
  platform: tally,
  arguments: {
    currency: { schema: (z) => z.string().length(3), onChange: "replace" },
    openingBalance: { schema: (z) => z.number() },
    note: { schema: (z) => z.string().min(1).optional() },
    rounding: { schema: (z) => z.enum(["half-up", "half-even"]).optional(), unmanagedIfAbsent: true },
    pin: { schema: (z) => z.string().min(4).optional(), secrets: [""] },
  },
  identity: {
    arguments: ["currency", "openingBalance"],
    phrase: "of that currency and opening balance",
  },
  outputs: ["rounding", "shareUrl", "createdAt"],
  secretOutputs: ["shareUrl"],
  requests: {
    create: ({ currency, ...inputs }) => ({
      make: { method: "POST", path: "ledgers", body: { currency, ...changes(inputs, Object.keys(inputs)) } },
    }),
    read: (id) => ({ method: "GET", path: item(id) }),
    update: (id, inputs, changed) => [
      { request: { method: "PATCH", path: item(id), body: changes(inputs, changed) }, carries: changed },
    ],
    delete: (id) => ({ method: "DELETE", path: item(id) }),
  },
  listing: () => thinPages("ledgers", fromResponse),
  fromResponse,
  dependents: [
    {
      kind: "tally.Entry",
      plural: "entries",
      listing: (id) => thinPages(`entries?ledger_id=${encodeURIComponent(id)}`, fromResponse),
    },
  ],
};

function item(id: string): string {
  return `ledgers/${encodeURIComponent(id)}`;
}

/** The changed arguments as requests have them; null for what is to be gone. */
function changes(inputs: Fields, changed: readonly string[]): Fields {
  const names = updatable.filter((name) => changed.includes(name));
  return Object.fromEntries(names.map((name) => [wireNames[name], inputs[name] ?? null]));
}

function fromResponse(body: unknown): RemoteObject {
  const { fields, common } = objectFields(body);
  return {
    ...common,
    currency: fields.currency,
    openingBalance: fields.opening_balance,
    note: fields.note,
    rounding: fields.rounding,
    pin: fields.pin,
    shareUrl: fields.share_url,
  };
}

/**
 * A ledger: what entries are booked in. Deleting it deletes them.
 *
 * @example
 * new tally.Ledger("sales", { currency: "EUR", openingBalance: 0, pin: config.requireSecret("pin") });
 */
export class Ledger extends resourceClass<[args: LedgerArgs, options?: LedgerOptions]>(ledgerDefinition) {
  /** How amounts are rounded, managed or not. */
  declare readonly rounding: pulumi.Output<string>;
  /** Where anybody may read it, a secret. */
  declare readonly shareUrl: pulumi.Output<string>;
  /** When it was created, ISO 8601. */
  declare readonly createdAt: pulumi.Output<string>;
}
