import { isFields } from "./fields";

/** Whether a value, or one below it, passes a test. */
export function someInTree(value: unknown, test: (value: unknown) => boolean): boolean {
  if (test(value)) return true;
  const below = Array.isArray(value) ? value : isFields(value) ? Object.values(value) : [];
  return below.some((each) => someInTree(each, test));
}
