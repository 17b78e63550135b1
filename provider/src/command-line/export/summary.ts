import type { Inventory } from "../../inventory/inventory";
import { counted, inOneLine } from "../../values/text";
import type { Written } from "./write-project";

/** What an export has made, as its summary needs it. */
export interface ExportResult {
  readonly inventory: Inventory;
  /** The folder, as the user wrote it. */
  readonly out: string;
  readonly written: Written;
  /** The commands that set secrets, without values. */
  readonly secretCommands: readonly string[];
  /** What was left out, a line each. */
  readonly notes: readonly string[];
  /** Whether the program manages the objects. */
  readonly isManaged: boolean;
}

/** What `export` prints at the end. */
export function formatSummary({
  inventory,
  out,
  written,
  secretCommands,
  notes,
  isManaged,
}: ExportResult): string {
  const { written: changed, unchanged, removed, left } = written;
  const files = [
    `${counted(changed.length, "file")} written`,
    ...(unchanged.length > 0 ? [`${unchanged.length} unchanged`] : []),
    ...(removed.length > 0 ? [`${removed.length} removed (${removed.join(", ")})`] : []),
    ...(left.length > 0 ? [`${left.length} left as edited (${left.join(", ")})`] : []),
  ];
  return [
    ...section("Left out", notes),
    ...section("Secrets to set in each stack", secretCommands),
    ...section("Next", nextSteps(out, isManaged, secretCommands.length > 0)),
    `Exported ${counted(inventory.objects.length, "object")}${byKind(inventory)} to ${out}: ${files.join(", ")}.`,
    "",
  ].join("\n");
}

function nextSteps(out: string, isManaged: boolean, hasSecrets: boolean): string[] {
  return [
    `cd ${/^[\w./-]+$/.test(out) ? out : JSON.stringify(out)} && npm install`,
    `pulumi stack init <name>${hasSecrets ? ", then the commands above" : ""}`,
    isManaged ? "pulumi preview, which says what taking each object over changes" : "pulumi preview",
    "pulumi up",
  ];
}

function byKind({ objects }: Inventory): string {
  const counts = new Map<string, number>();
  for (const { kind } of objects) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const parts = [...counts].map(([kind, count]) => `${count} ${kind}`);
  return parts.length === 0 ? "" : ` (${parts.join(", ")})`;
}

/** Notes may repeat names of strangers, which a terminal would obey. */
function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`${title}:`, ...lines.map((line) => `  ${inOneLine(line)}`), ""];
}
