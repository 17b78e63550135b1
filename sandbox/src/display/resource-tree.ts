import { clip, columnsOf, fit } from "./clip";
import { columnTitle, writePieces, type Pen, type Piece } from "./pen";
import type { ProgressRows } from "./progress-rows";
import type { Row } from "./row";

export interface TreeFormat {
  /** The width of the terminal. */
  readonly columns: number;
  /** The number of lines that may be used. Default: as many as it takes. */
  readonly lines?: number;
  readonly dryRun: boolean;
  readonly pen: Pen;
}

/** A row of the tree, with its lines to the rows around it. */
interface Entry {
  readonly row: Row;
  /** Before its type. */
  readonly branch: string;
  /** Before what is below it. */
  readonly margin: string;
}

/**
 * Draws the resources of an operation as the CLI does on a terminal: a tree with status, duration and changed properties, and below a resource
 * what is said of it. If they do not fit, failed and running resources come first, then what ended last, and the others are counted.
 * Source: pulumi/pulumi, `pkg/backend/display/tree.go`.
 */
export function drawTree(rows: ProgressRows, format: TreeFormat): string[] {
  const shown = shownRows(rows);
  if (shown.length === 0) return [];
  const layout = layOut(entriesOf(rows, shown), format.columns);
  const heightOf = (row: Row): number => 1 + linesBelow(row, layout).length;
  const wanted = shown.reduce((sum, row) => sum + heightOf(row), 1);
  const { lines = wanted } = format;
  // One line for the column titles, one for the count of the rest.
  const chosen = wanted <= lines ? shown : mostRelevant(rows, shown, lines - 2, heightOf);
  const isChosen = new Set(chosen);
  const left = shown.filter((row) => !isChosen.has(row));
  return [
    titleLine(layout, format),
    ...entriesOf(rows, chosen).flatMap((entry) => entryLines(entry, layout, format)),
    ...(left.length > 0 ? [format.pen(clip(`     … ${restText(left)}`, format.columns - 1), ["gray"])] : []),
  ].slice(0, Math.max(1, lines));
}

/** The stack, and what has changed with all above it. */
function shownRows(rows: ProgressRows): Row[] {
  const shown = new Set<Row>();
  for (const row of rows.all) {
    if ((row.hidden && row !== rows.root) || rows.isBesideStack(row)) continue;
    for (
      let each: Row | undefined = row;
      each !== undefined && !shown.has(each);
      each = rows.parentOf(each)
    ) {
      shown.add(each);
    }
  }
  return rows.all.filter((row) => shown.has(row));
}

/** What is shown below a row: what its line has no room for, and what is said of it. */
function linesBelow({ info, message }: Row, { infoIs }: Layout): (readonly Piece[])[] {
  return [
    ...(infoIs === "below" && info.length > 0 ? [info] : []),
    ...(message === undefined ? [] : [message]),
  ];
}

/** Chooses rows, each with those above it, that fit into a number of lines. */
function mostRelevant(
  rows: ProgressRows,
  all: readonly Row[],
  lines: number,
  heightOf: (row: Row) => number,
): Row[] {
  const rank = (row: Row): number => (row.hasFailed ? 0 : row.isRunning ? 1 : 2);
  const chosen = new Set<Row>();
  let left = lines;
  const byRelevance = all.toSorted((a, b) => rank(a) - rank(b) || (b.ended ?? 0) - (a.ended ?? 0));
  for (const row of byRelevance) {
    const path: Row[] = [];
    for (
      let each: Row | undefined = row;
      each !== undefined && !chosen.has(each);
      each = rows.parentOf(each)
    ) {
      path.push(each);
    }
    const height = path.reduce((sum, each) => sum + heightOf(each), 0);
    if (height > left) continue;
    left -= height;
    for (const each of path) chosen.add(each);
  }
  return all.filter((row) => chosen.has(row));
}

/** `34 more: 2 failed, 12 running, 20 created` */
function restText(rows: readonly Row[]): string {
  const counts = new Map<string, number>();
  for (const { state } of rows) counts.set(state, (counts.get(state) ?? 0) + 1);
  const order = ["failed", "running"];
  const rank = (state: string): number => (order.includes(state) ? order.indexOf(state) : order.length);
  const parts = [...counts]
    .sort(([a], [b]) => rank(a) - rank(b))
    .map(([state, count]) => `${count} ${state}`);
  return `${rows.length} more: ${parts.join(", ")}`;
}

function entriesOf(rows: ProgressRows, chosen: readonly Row[]): Entry[] {
  const children = new Map<Row | undefined, Row[]>();
  for (const row of chosen) {
    const parent = rows.parentOf(row);
    const siblings = children.get(parent);
    if (siblings === undefined) children.set(parent, [row]);
    else siblings.push(row);
  }
  const below = (row: Row, padding: string, branch: string): Entry[] => {
    const inner = padding + (branch === "├─ " ? "│  " : branch === "" ? "" : "   ");
    const own = children.get(row) ?? [];
    return [
      { row, branch: padding + branch, margin: inner + (own.length > 0 ? "│  " : "   ") },
      ...own.flatMap((child, index) => below(child, inner, index === own.length - 1 ? "└─ " : "├─ ")),
    ];
  };
  return (children.get(undefined) ?? []).flatMap((root) => below(root, "", ""));
}

/** The widths of the columns, and what they show. */
interface Layout {
  readonly typeOf: (row: Row) => string;
  readonly type: number;
  readonly name: number;
  readonly status: number;
  /** Where the changed properties and the number of messages are. */
  readonly infoIs: "beside" | "below" | "absent";
}

/** The columns for the symbol of an operation, with the blanks around it. */
const symbolColumns = 5;
/** Dots after the status of a running resource. */
const dotColumns = 3;
const gap = 2;
/** Less is no use for the changed properties. */
const leastInfo = 24;

/**
 * Gives each column what its texts take. On a narrow terminal types lose their package first, then the last column goes below the others, then
 * names and types lose their ends.
 */
function layOut(entries: readonly Entry[], columns: number): Layout {
  const widest = (width: (entry: Entry) => number, least: number): number =>
    entries.reduce((most, entry) => Math.max(most, width(entry)), least);
  const name = widest(({ row }) => columnsOf(row.name), "Name".length);
  const status = widest(
    ({ row }) => columnsOf(row.status.text) + (row.done ? 0 : dotColumns),
    "Status".length,
  );
  const info = widest(({ row }) => columnsOf(row.info.map(({ text }) => text).join("")), 0);
  const all = columns - 1 - symbolColumns - gap - gap - status - name;
  const besideInfo = info === 0 ? all : all - gap - Math.min(info, leastInfo);
  const widthOf = (typeOf: Layout["typeOf"]): number =>
    // Each character of a branch takes one column.
    widest(({ row, branch }) => branch.length + columnsOf(typeOf(row)), "Type".length);
  const full = widthOf(fullType);
  if (full <= besideInfo) {
    return { typeOf: fullType, type: full, name, status, infoIs: info === 0 ? "absent" : "beside" };
  }
  const short = widthOf(shortType);
  const infoIs = info === 0 ? "absent" : short <= besideInfo ? "beside" : "below";
  const shownName = shortened(name, short - all, 10);
  return {
    typeOf: shortType,
    type: shortened(short, short - all - (name - shownName), 10),
    name: shownName,
    status,
    infoIs,
  };
}

function shortened(width: number, excess: number, least: number): number {
  return Math.max(Math.min(width, least), width - Math.max(0, excess));
}

function fullType({ type }: Row): string {
  return type;
}

/** Without the package of dynamic resources, which all have in common. */
function shortType({ type }: Row): string {
  return type.replace(/^pulumi-nodejs:dynamic\//, "");
}

function titleLine({ type, name, status, infoIs }: Layout, { columns, dryRun, pen }: TreeFormat): string {
  const title = (text: string, width: number): string =>
    pen(text, columnTitle) + " ".repeat(Math.max(0, width - text.length) + gap);
  const titles = [
    title("Type", type),
    title("Name", name),
    title(dryRun ? "Plan" : "Status", status),
    ...(infoIs === "beside" ? [pen("Info", columnTitle)] : []),
  ];
  return clip((" ".repeat(symbolColumns) + titles.join("")).trimEnd(), columns - 1);
}

function entryLines({ row, branch, margin }: Entry, layout: Layout, { columns, pen }: TreeFormat): string[] {
  const line = [
    ` ${writePieces(pen, [row.symbol])}`,
    fit(branch + pen(layout.typeOf(row)), layout.type),
    fit(pen(row.name), layout.name),
    cell(pen, row.status, layout.status, row.dots),
    ...(layout.infoIs === "beside" ? [writePieces(pen, row.info)] : []),
  ].join("  ");
  const below = linesBelow(row, layout).map(
    (pieces) => " ".repeat(symbolColumns) + margin + writePieces(pen, pieces),
  );
  return [line, ...below].map((text) => clip(text.trimEnd(), columns - 1));
}

function cell(pen: Pen, { text, formats }: Piece, columns: number, suffix: string): string {
  const shown = text + suffix;
  return pen(shown, formats) + " ".repeat(Math.max(0, columns - columnsOf(shown)));
}
