import { z } from "zod";
import { describeIssue, parseJson } from "pulumi-connectors/internal/project/json-text";
import { operation, resource, type StoredDeployment } from "./deployment-schema";

/**
 * The changes since a state was written as a whole, a line of JSON each. An operation has thousands of steps, and the state of each must be
 * saved before the next one; writing all resources each time would take a time that grows with the square of their number. A journal is
 * left behind only by a process that was killed. Like pulumi/pulumi, `pkg/backend/journal.go`.
 */
const number = z.int().nonnegative();
const header = z.strictObject({
  /** The SHA-256 of the text to which the changes belong, in hex. */
  state: z.string(),
  /** How many of its resources come before new ones. */
  reached: number,
});
const change = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("put"), number, resource }),
  z.strictObject({ kind: z.literal("keep"), number, before: number }),
  z.strictObject({ kind: z.literal("drop"), number }),
  z.strictObject({ kind: z.literal("begin"), number, operation }),
  z.strictObject({ kind: z.literal("end"), number }),
]);

export type JournalHeader = z.infer<typeof header>;
/** A `StateChange` in the form of the state file. */
export type StoredChange = z.infer<typeof change>;

export interface Journal {
  readonly header: JournalHeader;
  readonly changes: readonly StoredChange[];
}

export function journalLine(entry: JournalHeader | StoredChange): string {
  return `${JSON.stringify(entry)}\n`;
}

/**
 * Reads a journal. A last line without its end was being written when the process was killed, and nothing depends on it.
 *
 * @returns undefined if the header is not complete.
 * @throws Error for a line that is not an entry.
 */
export function parseJournal(text: string): Journal | undefined {
  const [first, ...others] = text.split("\n").slice(0, -1);
  if (first === undefined) return undefined;
  return {
    header: entryOf(header, first, 1),
    changes: others.map((line, index) => entryOf(change, line, index + 2)),
  };
}

function entryOf<Entry>(schema: z.ZodType<Entry>, line: string, at: number): Entry {
  const result = schema.safeParse(parseJson(line));
  if (result.success) return result.data;
  throw new Error(`line ${at} is not an entry of a journal: ${describeIssue(result.error)}`);
}

/** A deployment after the changes of a journal. */
export function withChanges(
  stored: StoredDeployment,
  { header: { reached }, changes }: Journal,
): StoredDeployment {
  const { resources: before, pending_operations: pendingBefore, ...others } = stored.deployment;
  const saved = [...(before ?? []).entries()];
  const front = new Map(saved.slice(0, reached));
  const rest = new Map(saved.slice(reached));
  const pending = new Map((pendingBefore ?? []).entries());
  for (const entry of changes) {
    switch (entry.kind) {
      case "put":
        (rest.has(entry.number) ? rest : front).set(entry.number, entry.resource);
        break;
      case "keep": {
        const kept = rest.get(entry.before) ?? front.get(entry.before);
        if (kept === undefined)
          throw new Error(`the journal keeps resource ${entry.before}, which is not there`);
        rest.delete(entry.before);
        front.delete(entry.before);
        front.set(entry.number, kept);
        break;
      }
      case "drop":
        rest.delete(entry.number);
        front.delete(entry.number);
        break;
      case "begin":
        pending.set(entry.number, entry.operation);
        break;
      case "end":
        pending.delete(entry.number);
    }
  }
  const resources = [...front.values(), ...rest.values()];
  return {
    ...stored,
    deployment: {
      ...others,
      ...(resources.length > 0 ? { resources } : {}),
      ...(pending.size > 0 ? { pending_operations: [...pending.values()] } : {}),
    },
  };
}
