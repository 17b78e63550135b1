import { didYouMean, exceptionProblem, listSetting, type Setting } from "./setting";

/** A setting that lists the stacks to which a rule applies. */
export function stacksSetting(description: string): Setting {
  const setting = listSetting(description, stackProblem);
  return {
    ...setting,
    *problems(value, settings) {
      if (Array.isArray(value) && value.length === 0) {
        const problem =
          'names no stack, so the rule would check nothing; use the enforcement level "disabled"';
        yield { at: "", problem };
      }
      yield* setting.problems(value, settings);
    },
  };
}

/** A setting that lists stacks to which a rule does not apply. */
export function exceptStacksSetting(description: string): Setting {
  return listSetting(description, exceptionProblem(stackProblem));
}

function stackProblem(item: string): string | undefined {
  if (/^[\w.*-]+$/.test(item)) return undefined;
  const name = item.slice(item.lastIndexOf("/") + 1);
  const isQualified = item.includes("/") && /^[\w.*-]+$/.test(name);
  return isQualified
    ? `"${item}": stacks are compared by their name alone${didYouMean(name)}`
    : `"${item}" cannot be the name of a stack: it may have letters, digits, "-", "_" and ".", and "*" for any of them`;
}
