import type { StepOp } from "../engine/events/events";
import type { Format } from "./pen";

/** The CLI's words for an operation. */
interface OpWords {
  /** The prefix of a line; at most two characters. */
  readonly symbol: string;
  /** In a preview. */
  readonly plan: string;
  readonly doing: string;
  readonly done: string;
}

/** Source: pulumi/pulumi, `pkg/resource/deploy/step.go` and `pkg/backend/display/progress.go`. */
const words: Readonly<Record<StepOp, OpWords>> = {
  same: { symbol: "", plan: "", doing: "", done: "" },
  create: { symbol: "+", plan: "create", doing: "creating", done: "created" },
  update: { symbol: "~", plan: "update", doing: "updating", done: "updated" },
  delete: { symbol: "-", plan: "delete", doing: "deleting", done: "deleted" },
  replace: { symbol: "+-", plan: "replace", doing: "replacing", done: "replaced" },
  "create-replacement": {
    symbol: "++",
    plan: "create replacement",
    doing: "creating replacement",
    done: "created replacement",
  },
  "delete-replaced": {
    symbol: "--",
    plan: "delete original",
    doing: "deleting original",
    done: "deleted original",
  },
  read: { symbol: ">", plan: "read", doing: "reading", done: "read" },
  "read-replacement": {
    symbol: ">>",
    plan: "read for replacement",
    doing: "reading for replacement",
    done: "read for replacement",
  },
  refresh: { symbol: "~", plan: "refreshing", doing: "refreshing", done: "refresh" },
  discard: { symbol: "<", plan: "discard", doing: "discarding", done: "discarded" },
  "discard-replaced": {
    symbol: "<<",
    plan: "discard original",
    doing: "discarding original",
    done: "discarded original",
  },
  import: { symbol: "=", plan: "import", doing: "importing", done: "imported" },
  "import-replacement": {
    symbol: "=>",
    plan: "import replacement",
    doing: "importing replacement",
    done: "imported replacement",
  },
  "remove-pending-replace": { symbol: "~", plan: "", doing: "", done: "" },
};

export function wordsOf(op: StepOp): OpWords {
  return words[op];
}

/** The color of an operation. Source: pulumi/pulumi, `Color` in `pkg/resource/deploy/step.go`. */
const colors: Readonly<Record<StepOp, readonly Format[]>> = {
  same: [],
  create: ["green"],
  update: ["yellow"],
  delete: ["red"],
  replace: ["magentaBright"],
  "create-replacement": ["greenBright"],
  "delete-replaced": ["redBright"],
  read: ["cyanBright"],
  "read-replacement": ["magentaBright"],
  refresh: ["yellow"],
  discard: ["red"],
  "discard-replaced": ["red"],
  import: ["green"],
  "import-replacement": ["magentaBright"],
  "remove-pending-replace": [],
};

/** The formats of an operation that is done or planned; while it is carried out, it is bold. */
export function formatsOf(op: StepOp, isDone = true): readonly Format[] {
  return isDone ? colors[op] : ["bold", ...colors[op]];
}

/** The prefix of a line, two characters. */
export function prefixOf(op: StepOp): string {
  return words[op].symbol.padEnd(2);
}

/** The status of a planned operation in a preview. */
export function plannedText(op: StepOp): string {
  if (op === "refresh") return "refresh";
  return isReplacementOp(op) ? "replace" : words[op].plan;
}

/** `creating failed`, or `failed` for an operation without a verb. */
export function failedText(op: StepOp): string {
  const [verb = ""] = words[op].doing.split(" ");
  return verb === "" ? "failed" : `${verb} failed`;
}

/** Whether an operation is part of a replacement. */
export function isReplacementOp(op: StepOp): boolean {
  return replacementOps.has(op);
}

const replacementOps: ReadonlySet<StepOp> = new Set<StepOp>([
  "replace",
  "create-replacement",
  "delete-replaced",
  "read-replacement",
  "discard-replaced",
  "import-replacement",
  "remove-pending-replace",
]);
