import { isPartialFailure, PartialFailure } from "./partial-failure";
import type { Fields } from "../values/fields";

/** An object after a write. */
export interface Written {
  readonly id: string;
  readonly outs: Record<string, unknown>;
}

/** Runs a write, and changes its outputs: also those of an object that is to be kept although the write failed. */
export async function withOutputs(
  write: () => Promise<Written>,
  change: (outs: Fields) => Record<string, unknown>,
): Promise<Written> {
  try {
    const { id, outs } = await write();
    return { id, outs: change(outs) };
  } catch (error) {
    if (!isPartialFailure(error)) throw error;
    const { code, message, id, properties } = error;
    throw new PartialFailure(code, message, id, change(properties));
  }
}
