import type { ResourceDefinition } from "../definition/definition";
import { handlingOptions } from "../definition/options";
import { runOutput, type LastRun } from "../definition/runs";
import { isRunOnCreate } from "../lifecycle/due-run";
import { own, type Fields } from "../values/fields";
import { Seed } from "./seed";

/** A new object as its platform would describe it: the id, and those outputs that are not arguments. */
export type Sample = (inputs: Fields, seed: Seed) => Fields & { readonly id: string };

/** What a platform's `samples.ts` exports: the sample of each kind, by the name of the kind. */
export type Samples = Readonly<Record<string, Sample>>;

const byDefault: Sample = (_inputs, seed) => ({ id: seed.uuid() });

/**
 * The id and the outputs of a new object. An output that is an argument has its value; null if the program gives none. The others are
 * the platform's sample; null if it has none.
 *
 * @param name The resource's own name.
 */
export async function sampleOf(
  definition: ResourceDefinition,
  name: string,
  inputs: Fields,
): Promise<{ readonly id: string; readonly outputs: Fields }> {
  const { kind, outputs, platform } = definition;
  const sample = own(await samplesOf(platform.name), kind) ?? byDefault;
  const { id, ...made } = sample(inputs, new Seed(`${kind} ${name}`));
  const values = outputs.map((output) => [output, made[output] ?? inputs[output] ?? null] as const);
  const all = Object.fromEntries(values);
  const lastRun = await sampleRun(definition, { ...inputs, ...all, id });
  return { id, outputs: lastRun === undefined ? all : { ...all, [runOutput]: lastRun } };
}

/** The run that follows a create; undefined if none does. */
async function sampleRun(definition: ResourceDefinition, object: Fields): Promise<LastRun | undefined> {
  const { adopt, waitFor } = handlingOptions(object);
  if (!isRunOnCreate(definition, object) || adopt !== undefined) return undefined;
  if ((await definition.runs?.())?.unable?.(object) !== undefined) return undefined;
  const seed = new Seed(`run of ${definition.kind} ${String(object.id)}`);
  const id = /^\d+$/.test(String(object.id)) ? String(seed.integer()) : seed.uuid();
  const { createdAt } = object;
  return waitFor === "finished"
    ? { id, status: "succeeded", reason: null, failedFiles: 0, startedAt: String(createdAt) }
    : { id, status: "scheduled", reason: null, failedFiles: null, startedAt: null };
}

/** A platform need not have samples. */
async function samplesOf(platform: string): Promise<Samples> {
  try {
    const { samples } = (await import(`../platforms/${platform}/samples.js`)) as {
      readonly samples: Samples;
    };
    return samples;
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    if (code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND") return {};
    throw error;
  }
}
