import type { dynamic } from "@pulumi/pulumi";
import type { Clock } from "../http/clock";
import { resolveSettings, type ConfigReader } from "../settings/settings";
import type { Fields } from "../values/fields";
import { allowForceDelete, know, openAccount, takeOver, type Account } from "../client/account";
import { atBorder, oneLine } from "./engine-boundary";
import { check } from "./check";
import { create } from "./create";
import type { ResourceDefinition } from "../definition/definition";
import { remove } from "./delete";
import { diff, type Diff } from "./diff";
import { isPartialFailure } from "../client/failure";
import { read } from "./read";
import {
  fingerprinted,
  forgottenVariables,
  referencedValues,
  resolvingReferences,
  unsetVariables,
} from "../secrets/references";
import { remote, type Remote, type Secrecy } from "../client/object-client";
import { handlingOptions } from "../definition/state-keys";
import { scrubberFor, type Scrubber } from "../secrets/scrub";
import { sealed } from "../secrets/mark-outputs";
import { secretValues, undescribedValues } from "../secrets/secret-values";
import { subjectOf } from "../definition/subject";
import { hasForgottenAttempt, possible, unclearIn } from "./indeterminate-updates";
import { update } from "./update";

/**
 * The six verbs of a resource, as Pulumi's dynamic-provider host calls them. The host process lives for one operation
 * and serves all resources of the stack, many calls at once.
 *
 * @param clock Of the requests. Default: the machine's.
 */
export function provider(declared: ResourceDefinition, clock?: Clock): dynamic.ResourceProvider {
  const definition = resolvingReferences(declared);
  let config: ConfigReader = () => undefined;
  const accountOf = (fields: Fields): Account =>
    openAccount(definition.platform, config, handlingOptions(fields).account, clock);

  /** @param olds What else may hold a secret that the platform could repeat. */
  const open = (inputs: Fields, olds: Fields = {}): { account: Account; remote: Remote } => {
    const subject = subjectOf(definition, inputs);
    const secrecy: Secrecy = {
      scrub: () => {
        const operands = [inputs, olds].flatMap(possible);
        const undescribed = operands.flatMap((operand) => undescribedValues(definition, operand));
        return scrubberFor([...secretsOf(definition, config, operands), ...undescribed]);
      },
      unknown: () => unknownSecret([inputs, olds]),
    };
    try {
      const account = accountOf(inputs);
      return { account, remote: remote(definition, account, subject, secrecy) };
    } catch (error) {
      throw new Error(`${subject}: ${oneLine(error)}`, { cause: error });
    }
  };
  const scrubber =
    (...operands: readonly Fields[]) =>
    (): Scrubber =>
      scrubberFor(secretsOf(definition, config, operands.flatMap(possible)));
  const seal = (fields: Fields | undefined): Record<string, unknown> | undefined =>
    fields && sealed(definition, fields);

  return {
    // Synchronous on purpose: the host lets the next call in before an awaited configure has ended.
    configure: (request) => {
      config = (key) => request.config.get(key);
      return Promise.resolve();
    },

    check: async (olds: Fields, news: Fields) => {
      const scrub = scrubber(news);
      // A failure with a property name makes the engine print that property's value, so none is given.
      const failure = (text: string) => ({
        property: "",
        reason: scrub()(`${subjectOf(definition, news)}: ${text}`),
      });
      try {
        const failures = check(definition, config, news).map(failure);
        return await atBorder(() => ({ inputs: { ...fingerprinted(news, olds) }, failures }), scrub);
      } catch (error) {
        return { inputs: { ...news }, failures: [failure(oneLine(error))] };
      }
    },

    diff: (id: string, olds: Fields, news: Fields) =>
      atBorder(
        () => {
          tellOfUnset(news);
          const difference = diff(definition, olds, news);
          takeNote(definition, () => accountOf(olds), id, news, difference);
          return difference;
        },
        scrubber(olds, news),
      ),

    create: (inputs: Fields) =>
      atBorder(async () => {
        const { account, remote } = open(inputs);
        const { id, outs } = await create(definition, account, remote, inputs).catch(rethrow(seal));
        return { id, outs: seal(outs) };
      }, scrubber(inputs)),

    read: (id: string, recorded: Fields = {}) =>
      atBorder(async () => {
        const { account, remote } = open(recorded);
        know(account, definition.kind, id);
        const { props, inputs, ...rest } = await read(definition, account, remote, id, recorded);
        return { ...rest, props: seal(props), inputs: seal(inputs) };
      }, scrubber(recorded)) as Promise<dynamic.ReadResult>,

    update: (id: string, olds: Fields, news: Fields) =>
      atBorder(
        async () => {
          const { account, remote } = open(news, olds);
          know(account, definition.kind, id);
          return { outs: seal(await update(definition, remote, id, olds, news).catch(rethrow(seal))) };
        },
        scrubber(olds, news),
      ),

    delete: async (id: string, recorded: Fields) => {
      await atBorder(async () => {
        const { account, remote } = open(recorded);
        await remove(definition, account, remote, id, recorded);
        return {};
      }, scrubber(recorded));
    },
  };
}

/** An object that is compared is in the state. At preview the settings may be missing; then nothing is looked up either. */
function takeNote(
  { kind }: ResourceDefinition,
  open: () => Account,
  id: string,
  news: Fields,
  { replaces }: Diff,
): void {
  const { adopt, forceDelete } = handlingOptions(news);
  try {
    const account = open();
    know(account, kind, id);
    if (adopt === id && replaces.length === 0) takeOver(account, kind, id);
    if (forceDelete === true) allowForceDelete(account, kind, id);
  } catch {
    // Whoever sends a request will say what is missing.
  }
}

const told = new Set<string>();

/** Says once an operation what cannot be compared; the engine shows what the host prints. */
function tellOfUnset(inputs: Fields): void {
  for (const name of unsetVariables(inputs).filter((each) => !told.has(each))) {
    told.add(name);
    process.stdout.write(
      `The environment variable ${name} is not set: whether its value has changed cannot be told, so it counts as unchanged.\n`,
    );
  }
}

/** What the platform may have and could repeat, though nobody here knows it any more; undefined if there is nothing like that. */
function unknownSecret(operands: readonly Fields[]): string | undefined {
  const attempts = operands.flatMap((operand) => unclearIn(operand).attempts);
  const [variable] = [...operands, ...attempts].flatMap(forgottenVariables);
  if (variable !== undefined) return `what the environment variable ${variable} was before`;
  return operands.some(hasForgottenAttempt) ? "what an earlier update has sent" : undefined;
}

/** Throws again what was thrown; what it says of an object that is to be kept goes to the engine as any outputs do. */
function rethrow(seal: (properties: Fields) => Fields | undefined): (error: unknown) => never {
  return (error) => {
    if (!isPartialFailure(error)) throw error;
    throw Object.assign(error, { properties: seal(error.properties) });
  };
}

/** Every value that no message may show: secret settings, what the catalog marks secret, and what the program keeps secret. */
function secretsOf(
  definition: ResourceDefinition,
  config: ConfigReader,
  operands: readonly Fields[],
): unknown[] {
  const { platform } = definition;
  const secret = Object.keys(platform.settings).filter((name) => platform.settings[name]?.secret);
  const settings = operands.flatMap((operand) => {
    const { found } = resolveSettings(platform, config, handlingOptions(operand).account);
    return secret.map((name) => found[name]?.value);
  });
  const values = operands.flatMap((operand) => [
    ...secretValues(definition, operand),
    ...referencedValues(operand),
  ]);
  return [...settings, ...values];
}
