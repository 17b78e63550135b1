import { nearest } from "../../catalog/nearest";
import { isFields, type Fields } from "../../values/fields";
import { hostsSetting } from "./hosts";
import { didYouMean, typeName, type Setting, type SettingProblem } from "./setting";
import { endTypesSetting } from "./types";

/** Where data begins or ends: everything that has one of the types or one of the hosts. */
export interface FlowEnd {
  /**
   * Types, such as `"Salesforce*"` or `"unstructured/s3"`; for kinds without types the kind: `"airweave/Collection"`. `*` matches any
   * characters.
   */
  readonly types?: readonly string[];
  /** Hosts without a port. `*` matches any characters. */
  readonly hosts?: readonly string[];
}

/** From where to where data flows. */
export interface FlowPattern {
  /** Where it begins. */
  readonly from: FlowEnd;
  /** Where it ends. */
  readonly to: FlowEnd;
}

const ends = {
  from: {
    types: endTypesSetting("Types in which data begins.", "source"),
    hosts: hostsSetting("Hosts on which data begins."),
  },
  to: {
    types: endTypesSetting("Types in which data ends.", "destination"),
    hosts: hostsSetting("Hosts on which data ends."),
  },
};

/** A setting that lists flows of data. */
export function flowsSetting(description: string): Setting {
  return {
    schema: { type: "array", items: { type: "object" }, description },
    *problems(value, settings) {
      if (!Array.isArray(value)) {
        yield { at: "", problem: `expected an array of objects, got ${typeName(value)}` };
        return;
      }
      for (const [index, item] of value.entries()) {
        yield* below(`[${index}]`, keyProblems(item, ends));
        if (!isFields(item)) continue;
        for (const [end, lists] of Object.entries(ends)) {
          yield* below(`[${index}].${end}`, endProblems(item[end], lists, settings));
        }
      }
    },
  };
}

function* endProblems(
  end: unknown,
  lists: Readonly<Record<string, Setting>>,
  settings: Fields,
): Iterable<SettingProblem> {
  if (end === undefined) {
    yield { at: "", problem: "missing; name types or hosts" };
    return;
  }
  yield* keyProblems(end, lists);
  if (!isFields(end)) return;
  const given = Object.entries(lists).filter(([key]) => end[key] !== undefined);
  if (!given.some(([key]) => !isEmptyList(end[key]))) {
    yield {
      at: "",
      problem: 'names nothing, so that no flow matches; name types or hosts, or all: types: ["*"]',
    };
  }
  for (const [key, setting] of given) yield* below(`.${key}`, setting.problems(end[key], settings));
}

/** Whether a value is an object, and has no other keys. */
function* keyProblems(value: unknown, known: object): Iterable<SettingProblem> {
  if (!isFields(value)) {
    yield { at: "", problem: `expected an object, got ${typeName(value)}` };
    return;
  }
  const names = Object.keys(known);
  for (const key of Object.keys(value).filter((each) => !names.includes(each))) {
    const meant = nearest(key, names);
    yield {
      at: `.${key}`,
      problem: `unknown key${didYouMean(meant) || `; expected ${names.join(" and ")}`}`,
    };
  }
}

function* below(at: string, problems: Iterable<SettingProblem>): Iterable<SettingProblem> {
  for (const problem of problems) yield { ...problem, at: at + problem.at };
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
