import type * as pulumi from "@pulumi/pulumi";
import type { RemoteObject, ResourceDefinition } from "../../../provider/src/definition/definition";
import type { Inputs } from "../../../provider/src/program/inputs";
import type { ManagedOptions } from "../../../provider/src/program/options";
import { resourceClass } from "../../../provider/src/program/resource";
import { isEqual, isFields, type Fields } from "../../../provider/src/values/fields";
import { tally } from "./api";
import { objectFields, thinPages } from "./response";
import { cronOf, isSameSchedule } from "./schedule";

/** One line of an entry. */
export interface EntryLine {
  account: string;
  amount: number;
  /** Default: `"debit"`. */
  side?: "debit" | "credit";
}

/** What a standing entry is. A change of `ledgerId` or `direction` replaces it. */
export interface EntryArgs {
  /** The ledger that it is booked in: the id of one. */
  ledgerId: pulumi.Input<string>;
  direction: pulumi.Input<"income" | "expense">;
  /** When it is booked: `"every day at 6"`, `"every monday at 6"`. */
  schedule: pulumi.Input<string>;
  /** What is booked. */
  lines: pulumi.Input<Inputs<EntryLine>[]>;
  /** What it is about. Default: nothing is noted. */
  memo?: pulumi.Input<string>;
  /** Whether it is booked at all. Default: no. */
  enabled?: pulumi.Input<boolean>;
}

/** How an entry is to be handled. */
export type EntryOptions = ManagedOptions;

/** @internal */
export const entryDefinition: ResourceDefinition = {
  kind: "tally.Entry",
  noun: "entry",
  platform: tally,
  arguments: {
    ledgerId: {
      schema: (z) => z.string().regex(/^\d+$/, "expected the id of a ledger"),
      onChange: "replace",
      same: (left, right) => String(left) === String(right),
    },
    direction: { schema: (z) => z.enum(["income", "expense"]), onChange: "replace" },
    schedule: {
      schema: (z) => z.string().refine((text) => cronOf(text) !== undefined, 'expected "every day at 6"'),
      same: isSameSchedule,
    },
    lines: {
      schema: (z) =>
        z
          .array(
            z.strictObject({
              account: z.string().min(1),
              amount: z.number(),
              side: z.enum(["debit", "credit"]).optional(),
            }),
          )
          .min(1),
      same: (left, right) => isEqual(withDefaults(left), withDefaults(right)),
    },
    memo: { schema: (z) => z.string().min(1).optional() },
    enabled: {
      schema: (z) => z.boolean().optional(),
      same: (left = false, right = false) => left === right,
    },
  },
  identity: {
    arguments: ["ledgerId", "schedule", "lines"],
    phrase: "of that schedule and those lines in that ledger",
  },
  references: [{ path: "ledgerId", kind: "tally.Ledger", flow: "to" }],
  outputs: ["cron", "createdAt"],
  requests: {
    create: (inputs) => ({
      prepare: [
        {
          method: "POST",
          path: "accounts/lookup",
          body: { accounts: accountsOf(inputs.lines) },
          isIdempotent: true,
        },
      ],
      make: {
        method: "POST",
        path: "entries",
        body: {
          ledger_id: Number(inputs.ledgerId),
          direction: inputs.direction,
          schedule: inputs.schedule,
          lines: inputs.lines,
          ...(inputs.memo === undefined ? {} : { memo: inputs.memo }),
        },
      },
      // A new entry is not enabled, and one that is enabled already is refused: an update says so in another way.
      complete: (id) =>
        inputs.enabled === true
          ? [{ request: { method: "POST", path: `${item(id)}/enable` }, carries: ["enabled"] }]
          : [],
    }),
    read: (id) => ({ method: "GET", path: item(id) }),
    update: (id, inputs, changed) => {
      const values: Fields = {
        schedule: inputs.schedule,
        lines: inputs.lines,
        memo: inputs.memo ?? null,
        enabled: inputs.enabled ?? false,
      };
      const body = Object.fromEntries(Object.entries(values).filter(([name]) => changed.includes(name)));
      return [{ request: { method: "PATCH", path: item(id), body }, carries: changed }];
    },
    delete: (id) => ({ method: "DELETE", path: item(id) }),
  },
  listing: () => thinPages("entries", fromResponse),
  fromResponse,
};

function item(id: string): string {
  return `entries/${encodeURIComponent(id)}`;
}

function accountsOf(lines: unknown): unknown[] {
  return Array.isArray(lines) ? lines.filter(isFields).map(({ account }) => account) : [];
}

/** Lines as the platform has them, without the ids that it gives them. */
function withDefaults(lines: unknown): unknown {
  if (!Array.isArray(lines)) return lines;
  return lines.map((line: unknown) =>
    isFields(line) ? { account: line.account, amount: line.amount, side: line.side ?? "debit" } : line,
  );
}

function fromResponse(body: unknown): RemoteObject {
  const { fields, common } = objectFields(body);
  return {
    ...common,
    ledgerId: fields.ledger_id,
    direction: fields.direction,
    schedule: fields.cron,
    cron: fields.cron,
    lines: fields.lines,
    memo: fields.memo,
    enabled: fields.enabled,
  };
}

/**
 * A standing entry: what is booked in a ledger again and again.
 *
 * @example
 * new tally.Entry("rent", {
 *   ledgerId: ledger.id,
 *   direction: "expense",
 *   schedule: "every monday at 6",
 *   lines: [{ account: "rent", amount: 1000 }],
 * });
 */
export class Entry extends resourceClass<[args: EntryArgs, options?: EntryOptions]>(entryDefinition) {
  /** When it is booked, in cron. */
  declare readonly cron: pulumi.Output<string>;
  /** When it was created, ISO 8601. */
  declare readonly createdAt: pulumi.Output<string>;
}
