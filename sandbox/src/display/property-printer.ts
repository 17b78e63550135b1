import type { StepOp } from "../engine/events/events";
import {
  isList,
  isMap,
  Opaque,
  Secret,
  type PropertyMap,
  type PropertyValue,
} from "../engine/values/property";
import { decodeValue } from "./encoded-value";
import { formatNumber, quote } from "./go-text";
import { describeOpaque } from "./opaque";
import { formatsOf, prefixOf } from "./ops";
import { plainPen, type Pen } from "./pen";
import { diffLines } from "./text-diff";
import { diffValues, isInternalKey, type Change, type MapDiff, type ValueDiff } from "./value-diff";

/** The indentation of a property, and the operation on it. */
export interface Place {
  /** In units of four columns. */
  readonly indent: number;
  readonly op: StepOp;
  /** Whether the last two columns of the indentation show the symbol of the op. */
  readonly prefix: boolean;
}

/** Prints the properties of an object. */
export function printObject(properties: PropertyMap, place: Place, pen?: Pen): string {
  const printer = new PropertyPrinter();
  printer.object(properties, place);
  return printer.written(pen);
}

/** Prints a property. @param width The column width of names. */
export function printProperty(
  name: string,
  value: PropertyValue,
  width: number,
  place: Place,
  pen?: Pen,
): string {
  const printer = new PropertyPrinter();
  printer.property({ name, width }, value, place);
  return printer.written(pen);
}

/** Prints the changed properties of an object, marked, and the unchanged ones. */
export function printMapDiff(diff: MapDiff, indent: number, pen?: Pen): string {
  const printer = new PropertyPrinter();
  printer.mapDiff(diff, indent);
  return printer.written(pen);
}

/** Prints a changed or unchanged property. @param width The column width of names. */
export function printChange(name: string, change: Change, width: number, indent: number, pen?: Pen): string {
  const printer = new PropertyPrinter();
  printer.change({ name, width }, change, indent);
  return printer.written(pen);
}

/** The column width of a list of names. */
export function widthOf(names: Iterable<string>): number {
  return Math.max(0, ...[...names].map((name) => Buffer.byteLength(name)));
}

/** Whether an unchanged value is printed: not if it is null or empty. */
export function isWorthPrinting(value: PropertyValue): boolean {
  if (value === null || value === "") return false;
  if (isList(value)) return value.length > 0;
  return !isMap(value) || Object.keys(value).length > 0;
}

/** The label of a value: the name of a property, or the position of an element. */
type Title = { readonly name: string; readonly width: number } | { readonly position: number } | undefined;

/**
 * Prints properties as the CLI does, with its irregular indentation. Source: pulumi/pulumi, `propertyPrinter` in
 * `pkg/backend/display/object_diff.go`.
 */
class PropertyPrinter {
  text = "";
  /** The operation on each line, by the position where the line begins. */
  readonly #ops = new Map<number, StepOp>();

  /** The text, each line in the color of its operation. */
  written(pen = plainPen): string {
    if (pen === plainPen) return this.text;
    let position = 0;
    const lines = this.text.split("\n").map((line) => {
      const op = this.#ops.get(position) ?? "same";
      position += line.length + 1;
      return pen(line, formatsOf(op));
    });
    return lines.join("\n");
  }

  object(properties: PropertyMap, place: Place): void {
    const names = Object.keys(properties).sort();
    const width = widthOf(names);
    for (const name of names) {
      if (!isInternalKey(name)) this.property({ name, width }, properties[name] ?? null, place);
    }
  }

  property(title: Title, value: PropertyValue, place: Place): void {
    this.#title(title, place);
    this.#value(value, place);
    this.text += "\n";
  }

  mapDiff(diff: MapDiff, indent: number): void {
    const width = widthOf(diff.keys());
    for (const [name, change] of diff) this.change({ name, width }, change, indent);
  }

  change(title: Title, change: Change, indent: number): void {
    if (change.kind === "update") {
      this.#update(title, change.update, indent);
    } else if (change.kind !== "same") {
      this.property(title, change.value, changed(change.kind, indent));
    } else if (title === undefined || "position" in title || isWorthPrinting(change.value)) {
      this.property(title, change.value, unchanged(indent));
    }
  }

  #update(title: Title, update: ValueDiff, indent: number): void {
    const place = changed("update", indent);
    const { old, new: next } = update;
    if (update.elements !== undefined) {
      this.#title(title, place);
      this.text += "[\n";
      update.elements.forEach((change, position) => this.change({ position }, change, indent + 2));
      this.#indent({ ...place, prefix: false });
      this.text += "]\n";
    } else if (update.entries !== undefined) {
      this.#title(title, place);
      this.text += "{\n";
      this.mapDiff(update.entries, indent + 1);
      this.#indent({ ...place, prefix: false });
      this.text += "}\n";
    } else if (isWorthPrinting(old) && isWorthPrinting(next) && isPrimitive(old) && isPrimitive(next)) {
      this.#title(title, place);
      this.#primitiveUpdate(old, next, indent);
    } else {
      if (isWorthPrinting(old)) this.property(title, old, changed("delete", indent));
      if (isWorthPrinting(next)) this.property(title, next, changed("add", indent));
    }
  }

  #primitiveUpdate(old: PropertyValue, next: PropertyValue, indent: number): void {
    if (typeof old !== "string" || typeof next !== "string") {
      this.#value(old, changed("delete", indent));
      this.text += " => ";
      this.#value(next, changed("add", indent));
      this.text += "\n";
    } else if (!this.#encodedUpdate(old, next, indent)) {
      this.#textUpdate(old, next, indent);
    }
  }

  #textUpdate(old: string, next: string, indent: number): void {
    if (!old.includes("\n") && !next.includes("\n")) {
      this.text += `${quote(old)} => ${quote(next)}\n`;
      return;
    }
    this.text += "\n";
    for (const { kind, text } of diffLines(old, next)) {
      this.#indent(kind === "same" ? unchanged(indent + 1) : changed(kind, indent + 1));
      this.text += `${truncate(text)}\n`;
    }
  }

  /** @returns false if the strings do not contain lists or maps. */
  #encodedUpdate(old: string, next: string, indent: number): boolean {
    const [before, after] = [decodeValue(old), decodeValue(next)];
    if (before === undefined || after === undefined) return false;
    const update = diffValues(before.value, after.value);
    if (update === undefined) {
      this.#textUpdate(quote(old), quote(next), indent);
    } else {
      this.text += `(${before.kind === after.kind ? before.kind : `${before.kind} => ${after.kind}`}) `;
      this.#update(undefined, update, indent);
    }
    return true;
  }

  #title(title: Title, place: Place): void {
    if (title === undefined) return;
    if ("position" in title) {
      this.#indent({ ...place, indent: place.indent - 1 });
      this.text += `[${title.position}]: `;
    } else {
      this.#indent(place);
      const padding = " ".repeat(Math.max(0, title.width - Array.from(title.name).length));
      this.text += `${truncate(title.name)}${padding}: `;
    }
  }

  #value(value: PropertyValue, place: Place): void {
    if (isList(value)) this.#list(value, place);
    else if (isMap(value)) this.#map(value, place);
    else if (value instanceof Opaque) this.#opaque(value, place);
    else this.#primitive(value, place);
  }

  #list(value: readonly PropertyValue[], place: Place): void {
    if (value.length === 0) {
      this.text += "[]";
      return;
    }
    this.text += "[\n";
    value.forEach((element, position) => {
      this.#indent(place);
      this.text += `    [${position}]: `;
      this.property(undefined, element, { ...place, indent: place.indent + 1 });
    });
    this.#indent({ ...place, prefix: false });
    this.text += "]";
  }

  #map(value: PropertyMap, place: Place): void {
    if (Object.keys(value).length === 0) {
      this.text += "{}";
      return;
    }
    this.text += "{\n";
    this.object(value, { ...place, indent: place.indent + 1 });
    this.#indent({ ...place, prefix: false });
    this.text += "}";
  }

  #opaque(value: Opaque, place: Place): void {
    const { title, lines, properties } = describeOpaque(value);
    this.text += title;
    if (lines === undefined && properties === undefined) return;
    this.text += "{\n";
    for (const line of lines ?? []) {
      this.#indent({ ...place, prefix: false });
      this.text += `    ${line}\n`;
    }
    for (const [name, property] of properties ?? []) {
      this.property({ name, width: 3 }, property, { ...place, indent: place.indent + 1 });
    }
    this.#indent({ ...place, prefix: false });
    this.text += "}";
  }

  #primitive(value: Exclude<PropertyValue, readonly PropertyValue[] | PropertyMap>, place: Place): void {
    if (typeof value === "string") this.#string(value, place);
    else if (typeof value === "number") this.text += formatNumber(value);
    else if (value === null) this.text += "<null>";
    else if (value instanceof Secret) this.text += "[secret]";
    else if (typeof value === "boolean") this.text += String(value);
    else this.text += "[unknown]";
  }

  #string(value: string, place: Place): void {
    const encoded = decodeValue(value);
    if (encoded === undefined) {
      this.text += quote(truncate(value));
    } else {
      this.text += `(${encoded.kind}) `;
      this.property(undefined, encoded.value, place);
    }
  }

  #indent({ indent, op, prefix }: Place): void {
    const columns = "    ".repeat(indent);
    this.#ops.set(this.text.length, op);
    this.text += prefix && columns !== "" ? columns.slice(0, -2) + prefixOf(op) : columns;
  }
}

function unchanged(indent: number): Place {
  return { indent, op: "same", prefix: false };
}

function changed(kind: "add" | "delete" | "update", indent: number): Place {
  return { indent, op: kind === "add" ? "create" : kind, prefix: true };
}

function isPrimitive(value: PropertyValue): boolean {
  return !isList(value) && !isMap(value) && !(value instanceof Opaque);
}

/** The first three lines of a text, each cut after 150 bytes. */
function truncate(text: string): string {
  const lines = text.split("\n");
  const shown = lines.slice(0, 3).map((line) => {
    const bytes = Buffer.from(line);
    return bytes.length > 150 ? `${bytes.subarray(0, 150).toString()}...` : line;
  });
  return [...shown, ...(lines.length > 3 ? ["..."] : [])].join("\n");
}
