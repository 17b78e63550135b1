import type { dynamic } from "@pulumi/pulumi";
import { openClient, type Access, type ObjectClient } from "../client/object-client";
import type { Say } from "../client/progress";
import type { ResourceDefinition } from "../definition/definition";
import { exportedDefinitions } from "../definition/exported-definitions";
import { hostExport } from "../definition/kind";
import { handlingOptions } from "../definition/options";
import { inputsDueKey, optionsKey } from "../definition/state-keys";
import { shownSubject } from "../definition/subject";
import { ConnectorsError, isConnectorsError, withCode } from "../errors/connectors-error";
import type { Clock } from "../http/clock";
import { markSecrets } from "../secrets/mark-secrets";
import { fingerprinted, unsetVariables } from "../secrets/references";
import { secrecyOf, type Secrecy } from "../secrets/secrecy";
import type { ConfigReader } from "../settings/settings";
import type { Fields } from "../values/fields";
import { once } from "../values/once";
import { announceAdoption } from "./announce-adoption";
import { runOfKnown, runOfNew } from "./announce-run";
import { completeInputs, withoutResourceName } from "./complete-inputs";
import { create } from "./create";
import { refuseOtherDependents, remove } from "./delete";
import { diff, type Diff } from "./diff";
import { wantedRun } from "./due-run";
import { atEngineBoundary, errorLine } from "./engine-boundary";
import { sayOnStandardOutput } from "./host-output";
import { withIdentity, withIdentityOf } from "./identity";
import { isOpenCreate } from "./open-create";
import { compareScopes } from "./other-account";
import { withPackedRecords } from "./packed-records";
import { isPartialFailure, PartialFailure } from "./partial-failure";
import { ProgramResources } from "./program-resources";
import { read } from "./read";
import { withHashedTriggers } from "./triggers";
import { update } from "./update";
import { isTestDue } from "./verify";

/** Loads the checks, and zod with them, when they are first needed: a refresh and a destroy check nothing. */
const loadChecks = once(() => import("./shown-problems.js"));

/** The providers of the kinds whose classes a platform exports, under the names by which states refer to them. */
export function providersOf(platform: object): Readonly<Record<string, dynamic.ResourceProvider>> {
  return Object.fromEntries(
    exportedDefinitions(platform).map((definition) => [hostExport(definition.kind), provider(definition)]),
  );
}

/**
 * The six verbs of a resource, as Pulumi's dynamic-provider host calls them. The host process lives for one operation and serves all
 * resources of the stack, many calls at once.
 *
 * @param clock Of the requests. Default: the machine's.
 * @param say Shows a line to the user. Default: on the standard output, which engines print.
 */
export function provider(
  definition: ResourceDefinition,
  clock?: Clock,
  say: Say = sayOnStandardOutput,
): dynamic.ResourceProvider {
  let config: ConfigReader = () => undefined;
  const access: Access = { config: (key) => config(key), clock, say };
  const mark = (fields: Fields): Record<string, unknown> => markSecrets(definition, fields);
  const resources = new ProgramResources();
  const secrecyOfAll = (...operands: readonly Fields[]): Secrecy =>
    secrecyOf(definition, access.config, operands);

  /** Runs a verb on an object that is in the state. */
  const onKnown = <Result>(
    id: string,
    inputs: Fields,
    olds: Fields,
    verb: (client: ReturnType<typeof openClient>) => Promise<Result>,
  ): Promise<Result> => {
    const client = openClient(definition, access, inputs, { olds, ...objectId(id, inputs) });
    client.account.objects.know(definition.kind, id);
    return verb(client);
  };

  return withPackedRecords({
    // Synchronous on purpose: the host lets the next call in before an awaited configure has ended.
    configure: (request) => {
      config = (key) => request.config.get(key);
      return Promise.resolve();
    },

    check: async (olds: Fields, given: Fields) => {
      const news = completeInputs(definition, olds, given);
      const secrecy = secrecyOfAll(olds, news);
      const { scrub } = secrecy;
      // A failure with a property name makes the engine print that property's value, so none is given.
      const failure = (reason: string) => ({ property: "", reason });
      const subject = (): string => shownSubject(definition, news, scrub);
      try {
        const { shownProblems } = await loadChecks();
        const problems = await shownProblems(definition, access.config, news, scrub);
        const failures = problems.map((problem) =>
          failure(withCode(`${subject()}: ${problem}`, "PC_INVALID_ARGUMENT")),
        );
        const inputs = withHashedTriggers(fingerprinted(withoutResourceName(definition, news), olds), olds);
        resources.check(olds, inputs);
        const sayOfIt = (text: string): void => say(`${subject()}: ${text}`);
        if (failures.length === 0 && isNew(olds) && handlingOptions(inputs).adopt !== undefined) {
          const refusal = await refusalOf(async () => {
            if (resources.isToAdopt(inputs)) {
              await announceAdoption(definition, access, inputs, sayOfIt, secrecy);
            } else {
              sayOfIt(
                `is created, for the option \`adopt\` counts when a resource is new, not when it is replaced`,
              );
            }
          });
          if (refusal !== undefined) failures.push(failure(errorLine(refusal, secrecy)));
        }
        const run = failures.length === 0 && isNew(olds) ? runOfNew(definition, inputs) : undefined;
        if (run !== undefined) sayOfIt(run);
        return { inputs: markSecrets(definition, inputs), failures };
      } catch (error) {
        const failures = [failure(`${subject()}: ${errorLine(error, secrecy)}`)];
        return { inputs: news, failures };
      }
    },

    diff: (id: string, olds: Fields, news: Fields) =>
      atEngineBoundary(
        () => {
          reportUnset(news, say);
          const isMoreDue =
            isTestDue(definition, access.config, olds, news) ||
            wantedRun(definition, olds, news, false)?.due !== undefined;
          const difference = diff(definition, olds, news, clock?.now(), isMoreDue);
          const isOfProgram = resources.diff(olds, news);
          const run = isOfProgram ? runOfKnown(definition, olds, news, difference) : undefined;
          if (run !== undefined) {
            const { scrub } = secrecyOfAll(olds, news);
            say(`${shownSubject(definition, news, scrub, id)}: ${run}`);
          }
          const client = clientIfSet(definition, access, id, olds);
          if (client !== undefined) {
            note(client, access, { id, olds, news, difference, isOfProgram });
            compareWithSettings(client, id, olds, difference);
          }
          return difference;
        },
        secrecyOfAll(olds, news),
      ),

    create: (inputs: Fields) =>
      atEngineBoundary(async () => {
        const client = openClient(definition, access, inputs);
        const isToAdopt = resources.isToAdopt(inputs);
        const recorded = (id: string, outs: Fields): Promise<Fields> => withIdentity(client, id, outs);
        const { id, outs } = await create(client, inputs, isToAdopt).catch(rethrow(recorded, mark));
        return { id, outs: mark(await recorded(id, outs)) };
      }, secrecyOfAll(inputs)),

    read: (id: string, recorded: Fields = {}) =>
      atEngineBoundary(
        () =>
          onKnown(id, recorded, {}, async (client) => {
            const { props, inputs, ...rest } = await read(client, id, recorded);
            return { ...rest, ...(props && { props: mark(props) }), ...(inputs && { inputs: mark(inputs) }) };
          }),
        secrecyOfAll(recorded),
      ),

    update: (id: string, olds: Fields, news: Fields) =>
      atEngineBoundary(
        () =>
          onKnown(id, news, olds, async (client) => {
            const recorded = (_id: string, outs: Fields): Promise<Fields> =>
              client.hasSeenObject
                ? withIdentity(client, id, outs)
                : Promise.resolve(withIdentityOf(olds, outs));
            const unfinished = async (_id: string, outs: Fields): Promise<Fields> => ({
              ...(await recorded(id, outs)),
              [inputsDueKey]: true,
            });
            const outs = await update(client, id, olds, news).catch(rethrow(unfinished, mark));
            return { outs: mark(await recorded(id, outs)) };
          }),
        secrecyOfAll(olds, news),
      ),

    delete: async (id: string, recorded: Fields) => {
      await atEngineBoundary(async () => {
        resources.delete(recorded);
        await remove(openClient(definition, access, recorded, objectId(id, recorded)), id, recorded);
        return {};
      }, secrecyOfAll(recorded));
    },
  });
}

/** Whether a resource is not in the state yet. Of one that is, the engine hands in the inputs, which are never empty. */
function isNew(olds: Fields): boolean {
  return Object.keys(olds).length === 0;
}

/** The error of this package with which something ends. */
async function refusalOf(run: () => Promise<void>): Promise<unknown> {
  try {
    await run();
    return undefined;
  } catch (error) {
    if (!isConnectorsError(error)) throw error;
    return error;
  }
}

/** The id by which messages may name an object: none where the state has a create of unknown outcome in its place. */
function objectId(id: string, recorded: Fields): { readonly id?: string } {
  return isOpenCreate(recorded) ? {} : { id };
}

/** A comparison of an object in the state. */
interface Compared {
  readonly id: string;
  readonly olds: Fields;
  readonly news: Fields;
  readonly difference: Diff;
  /** Whether it was with the program, not with what a refresh has read. */
  readonly isOfProgram: boolean;
}

/** The client of an object in the state; undefined if settings are missing, as at preview: a verb that sends a request will say which. */
function clientIfSet(
  definition: ResourceDefinition,
  access: Access,
  id: string,
  olds: Fields,
): ObjectClient | undefined {
  try {
    return openClient(definition, access, olds, objectId(id, olds));
  } catch (error) {
    if (!isConnectorsError(error)) throw error;
    return undefined;
  }
}

/** Records what a diff says of the deletion of an object in the state. */
function noteDeletion(
  { definition, account: { objects } }: ObjectClient,
  access: Access,
  { id, olds, news, difference: { replaces, deleteBeforeReplace } }: Compared,
): void {
  const { kind, dependents } = definition;
  if (replaces.length > 0) objects.expectReplacement(kind, id);
  const isForced = handlingOptions(olds).forceDelete === true || handlingOptions(news).forceDelete === true;
  if (!deleteBeforeReplace || dependents === undefined || isForced) return;
  objects.guard(kind, id, () => refuseOtherDependents(openClient(definition, access, olds, { id }), id));
}

/**
 * Records what a diff says of an object in the state.
 *
 * @throws ConnectorsError if another resource of the program takes it over.
 */
function note(client: ObjectClient, access: Access, compared: Compared): void {
  const { definition, account } = client;
  const { objects } = account;
  const { kind } = definition;
  const { id, olds, news, difference, isOfProgram } = compared;
  const { adopt, adopter, forceDelete } = handlingOptions(news);
  objects.know(kind, id);
  if (!isOpenCreate(olds)) noteDeletion(client, access, compared);
  if (forceDelete === true) objects.allowForceDelete(kind, id);
  if (isOpenCreate(olds)) {
    objects.knowOpenCreate(kind, id, olds);
    // The engine may delete before it creates, and what the program takes over is no reason to refuse that.
    if (typeof adopt === "string") objects.keep(kind, adopt);
  } else if (isOfProgram) {
    const isTaken = objects.isManaged(kind, id);
    objects.manage(kind, id);
    if (difference.replaces.length === 0) objects.keep(kind, id);
    const holder = objects.adopterOf(kind, id);
    if (holder !== undefined && !(isTaken && holder === adopter)) {
      refuseTakenOver(definition, access, compared, isTaken);
    }
  }
}

/** @param isTaken Whether it has done so: without a preview, nothing has refused it before. */
function refuseTakenOver(
  definition: ResourceDefinition,
  { config }: Access,
  { id, olds, news }: Compared,
  isTaken: boolean,
): never {
  const { scrub } = secrecyOf(definition, config, [olds, news]);
  const toDo = isTaken
    ? `both are in the state now: take one of them out of the program, and run \`pulumi up\` again, which leaves the ${definition.noun} as it is`
    : "take the option `adopt` out of the other one";
  throw new ConnectorsError(
    "PC_ADOPT_REFUSED",
    `${shownSubject(definition, news, scrub, id)}: another resource of the program ${isTaken ? "has taken" : "takes"} over ${scrub(id)}, which this one manages; ${toDo}`,
  );
}

/** Compares the object of the state with where the settings lead, as far as they say it. */
function compareWithSettings(
  client: ObjectClient,
  id: string,
  olds: Fields,
  { changes, replaces }: Diff,
): void {
  // What moves to another account is not looked for in the one that it leaves.
  if (!replaces.includes(optionsKey)) compareScopes(client, id, olds, changes);
}

const reported = new Set<string>();

/** Reports once an operation what cannot be compared. */
function reportUnset(inputs: Fields, say: Say): void {
  for (const name of unsetVariables(inputs).filter((each) => !reported.has(each))) {
    reported.add(name);
    say(
      `The environment variable ${name} is not set, so a change of its value cannot be noticed; it counts as unchanged.`,
    );
  }
}

/** Throws what was thrown. The outputs of an object that is to be kept go to the engine as any others do. */
function rethrow(
  recorded: (id: string, outputs: Fields) => Promise<Fields>,
  mark: (fields: Fields) => Fields,
): (error: unknown) => Promise<never> {
  return async (error) => {
    if (!isPartialFailure(error)) throw error;
    const { code, message, id, properties } = error;
    const outputs = await recorded(id, properties);
    throw new PartialFailure(code, message, id, mark(outputs));
  };
}
