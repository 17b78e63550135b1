import type { EngineEvent, Severity, StepInfo, StepOp } from "../engine/events";
import {
  deepEquals,
  isList,
  isMap,
  Opaque,
  Secret,
  unknown,
  type PropertyMap,
  type PropertyValue,
} from "../engine/property";
import { stackType, urnName, urnType, type Urn } from "../engine/urn";
import type { Tally } from "./tally";

export type Kind = "preview" | "update" | "refresh" | "destroy";

/** Prints an operation in the manner of the CLI's: a line a step, then diagnostics, outputs and a summary. */
export class TextDisplay {
  readonly #diagnostics = new Map<Urn, { readonly severity: Severity; readonly message: string }[]>();
  #outputs: { readonly old: PropertyMap | undefined; readonly new: PropertyMap } | undefined;
  #stackUrn: Urn | undefined;

  constructor(
    private readonly kind: Kind,
    private readonly stack: string,
    private readonly tally: Tally,
    private readonly print: (line: string) => void,
  ) {
    const titles = {
      preview: "Previewing update",
      update: "Updating",
      refresh: "Refreshing",
      destroy: "Destroying",
    };
    print(`${titles[kind]} (${stack}):`);
    print("");
  }

  observe(event: EngineEvent): void {
    switch (event.kind) {
      case "step-started":
        if (event.step.type === stackType) this.#stackUrn = event.step.urn;
        return;
      case "step-succeeded": {
        this.#stepDone(event.step, event.resultOp, event.seconds);
        return;
      }
      case "step-failed": {
        this.#printStep(event.step, event.step.op, `**${presentTense[event.step.op]} failed**`);
        return;
      }
      case "outputs":
        if (urnType(event.urn) === stackType) {
          this.#outputs = { old: event.old?.outputs, new: event.new.outputs };
        }
        return;
      case "diagnostic":
        if (event.severity === "debug") return;
        this.#diagnostics.set(event.urn, [
          ...(this.#diagnostics.get(event.urn) ?? []),
          { severity: event.severity, message: event.message },
        ]);
    }
  }

  /** Prints what can only be said at the end. @param seconds How long it took. */
  finish(seconds: number): void {
    this.#printDiagnostics();
    this.#printOutputs();
    this.print("Resources:");
    for (const line of this.#summary()) this.print(`    ${line}`);
    this.print("");
    if (this.kind === "preview") return;
    this.print(`Duration: ${Math.ceil(seconds)}s`);
    this.print("");
  }

  #stepDone(step: StepInfo, op: StepOp, seconds: number): void {
    if (step.op === "refresh" && step.type === stackType && step.new !== undefined) {
      this.#outputs = { old: step.old?.outputs, new: step.new.outputs };
    }
    if (op === "same" || op === "refresh") return;
    const done = this.kind === "preview" ? plan[op] : `${pastTense[op]} (${seconds.toFixed(2)}s)`;
    this.#printStep(step, op, done);
  }

  #printStep(step: StepInfo, op: StepOp, text: string): void {
    const diff = changedInputs(step);
    const suffix = diff === "" ? "" : ` [diff: ${diff}]`;
    this.print(` ${symbols[op].padEnd(2)} ${step.type} ${urnName(step.urn)} ${text}${suffix}`);
  }

  #printDiagnostics(): void {
    if (this.#diagnostics.size === 0) return;
    this.print("");
    this.print("Diagnostics:");
    for (const [urn, entries] of this.#diagnostics) {
      const shown = urn === "" ? this.#stackUrn : urn;
      this.print(
        `  ${shown === undefined ? `stack (${this.stack})` : `${urnType(shown)} (${urnName(shown)})`}:`,
      );
      for (const { severity, message } of entries) {
        const prefix = severity === "info" ? "" : `${severity}: `;
        for (const line of `${prefix}${message}`.trimEnd().split("\n")) this.print(`    ${line}`);
      }
      this.print("");
    }
  }

  /** A preview shows the outputs that change, everything else all of them; those of a new stack bear no marks. */
  #printOutputs(): void {
    if (this.#outputs === undefined) return;
    const { new: now, old = now } = this.#outputs;
    const has = (map: PropertyMap, key: string): boolean => (map[key] ?? null) !== null;
    const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])]
      .filter((key) => has(old, key) || has(now, key))
      .filter((key) => this.kind !== "preview" || old === now || !deepEquals(old[key], now[key]))
      .sort();
    if (keys.length === 0) return;
    this.print("Outputs:");
    const width = Math.max(...keys.map((key) => key.length));
    for (const key of keys) this.print(outputLine(key.padEnd(width), old[key] ?? null, now[key] ?? null));
    this.print("");
  }

  #summary(): string[] {
    const { changes, errored } = this.tally;
    const counted = summaryOps.filter((op) => (changes[op] ?? 0) > 0);
    const preview = this.kind === "preview";
    const lines = counted.map(
      (op) => `${symbols[op].padEnd(2)}${changes[op]} ${preview ? `to ${op}` : pastTense[op]}`,
    );
    const total = counted.reduce((sum, op) => sum + (changes[op] ?? 0), 0);
    const pieces = [
      ...(counted.length >= 2 ? [`${total} changes`] : []),
      ...(changes.same ? [`${changes.same} unchanged`] : []),
    ];
    if (pieces.length > 0) lines.push(pieces.join(". "));
    if (errored > 0) lines.push(`${errored} errored`);
    return lines;
  }
}

const summaryOps: readonly StepOp[] = ["create", "update", "delete", "replace"];

const symbols: Readonly<Record<StepOp, string>> = {
  same: "",
  create: "+",
  update: "~",
  delete: "-",
  replace: "+-",
  "create-replacement": "++",
  "delete-replaced": "--",
  read: ">",
  "read-replacement": ">>",
  discard: "<",
  "discard-replaced": "<<",
  import: "=",
  "import-replacement": "=>",
  refresh: "~",
  "remove-pending-replace": "~",
};

const plan: Readonly<Record<StepOp, string>> = {
  same: "",
  create: "create",
  update: "update",
  delete: "delete",
  replace: "replace",
  "create-replacement": "create replacement",
  "delete-replaced": "delete original",
  read: "read",
  "read-replacement": "read for replacement",
  discard: "discard",
  "discard-replaced": "discard original",
  import: "import",
  "import-replacement": "import replacement",
  refresh: "refresh",
  "remove-pending-replace": "completing pending replace",
};

const presentTense: Readonly<Record<StepOp, string>> = {
  same: "",
  create: "creating",
  update: "updating",
  delete: "deleting",
  replace: "replacing",
  "create-replacement": "creating replacement",
  "delete-replaced": "deleting original",
  read: "reading",
  "read-replacement": "reading for replacement",
  discard: "discarding",
  "discard-replaced": "discarding original",
  import: "importing",
  "import-replacement": "importing replacement",
  refresh: "refreshing",
  "remove-pending-replace": "completing pending replace",
};

const pastTense: Readonly<Record<StepOp, string>> = {
  same: "unchanged",
  create: "created",
  update: "updated",
  delete: "deleted",
  replace: "replaced",
  "create-replacement": "created replacement",
  "delete-replaced": "deleted original",
  read: "read",
  "read-replacement": "read for replacement",
  discard: "discarded",
  "discard-replaced": "discarded original",
  import: "imported",
  "import-replacement": "imported replacement",
  refresh: "refreshed",
  "remove-pending-replace": "completed pending replace",
};

/** Which inputs a step changes, as `+added-removed~changed,too`. Keys that begin with two underscores are nobody's business. */
function changedInputs({ op, old, new: next }: StepInfo): string {
  if (old === undefined || next === undefined || op === "read") return "";
  const keys = [...new Set([...Object.keys(old.inputs), ...Object.keys(next.inputs)])]
    .filter((key) => !key.startsWith("__") && !deepEquals(old.inputs[key], next.inputs[key]))
    .sort();
  const group = (symbol: string, belongs: (key: string) => boolean): string => {
    const names = keys.filter(belongs);
    return names.length === 0 ? "" : symbol + names.join(",");
  };
  return (
    group("+", (key) => !(key in old.inputs)) +
    group("-", (key) => !(key in next.inputs)) +
    group("~", (key) => key in old.inputs && key in next.inputs)
  );
}

function outputLine(key: string, before: PropertyValue, after: PropertyValue): string {
  if (before === null) return `  + ${key}: ${formatValue(after)}`;
  if (after === null) return `  - ${key}: ${formatValue(before)}`;
  if (deepEquals(before, after)) return `    ${key}: ${formatValue(after)}`;
  return `  ~ ${key}: ${formatValue(before)} => ${formatValue(after)}`;
}

/** A value on one line, without what is secret. */
export function formatValue(value: PropertyValue): string {
  if (value instanceof Secret) return "[secret]";
  if (value === unknown) return "[unknown]";
  if (isList(value)) return `[${value.map(formatValue).join(", ")}]`;
  if (isMap(value)) {
    const entries = Object.entries(value).map(([key, item]) => `${key}: ${formatValue(item)}`);
    return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
  }
  return JSON.stringify(value instanceof Opaque ? value.wire : value);
}
