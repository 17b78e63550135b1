import { notTheApi } from "../../client/error-messages";
import { openClient, type ObjectClient } from "../../client/object-client";
import type { RemoteObject, ResourceDefinition } from "../../definition/definition";
import type { Platform } from "../../definition/platform";
import { optionsKey } from "../../definition/state-keys";
import { ConnectorsError, isConnectorsError } from "../../errors/connectors-error";
import { scopeIn } from "../../lifecycle/identity";
import { counted } from "../../values/text";
import type { CommandSettings } from "../settings/command-settings";
import { reportSettings, type SettingsReport } from "./settings";

/** For how long the doctor waits for a response, in milliseconds. */
const responseLimit = 30_000;

/** An account, what its settings are, and whether its platform accepts them. */
export interface AccountReport extends SettingsReport {
  readonly platform: Platform;
  /** Undefined: the account of the platform's own settings. */
  readonly account: string | undefined;
  /** What the platform responded, if that is good; absent if nothing was sent, or it went wrong. */
  readonly response?: string;
}

/**
 * Examines an account: its settings, and one GET with them. That is a list, because a response to anything else could come from some other
 * server at that address. Never throws for what is wrong with either.
 *
 * @param definition Of a kind of that platform.
 */
export async function examine(
  definition: ResourceDefinition,
  settings: CommandSettings,
  account: string | undefined,
): Promise<AccountReport> {
  const { platform } = definition;
  const report = { platform, account, ...reportSettings(platform, settings, account) };
  if (!report.isConfigured || report.problems.length > 0) return report;
  const inputs = account === undefined ? {} : { [optionsKey]: { account } };
  const client = openClient(definition, { config: settings.config }, inputs);
  try {
    return { ...report, response: await firstPage(client) };
  } catch (error) {
    if (!isConnectorsError(error)) throw error;
    return { ...report, problems: [error.message.replace(`${client.subject}: list failed: `, "")] };
  }
}

async function firstPage(client: ObjectClient): Promise<string> {
  const { definition } = client;
  const listing = definition.listing({});
  const request = listing.request(1);
  const { status, body } = await client.send("list", request, { onceWithin: responseLimit });
  const objects = listing.objects(body);
  const path = request.path.replace(/\?.*$/, "");
  if (objects === undefined) {
    throw new ConnectorsError(
      "PC_NOT_THE_API",
      `the response to GET ${path} is not a list; ${notTheApi(client.account)}`,
    );
  }
  const more = listing.hasNext?.(body) === true ? "more than " : "";
  const found = more + counted(objects.length, definition.noun);
  return `GET ${path} responded with status ${status}: ${found}${await scopeOf(client, objects)}`;
}

/** The workspace or organization that the settings lead to, as far as a request or a response has said it. */
async function scopeOf(client: ObjectClient, objects: readonly RemoteObject[]): Promise<string> {
  const { scope } = client.definition.platform;
  if (scope === undefined) return "";
  const [first = {}] = objects;
  const name = (await client.namedScope("list")) ?? scopeIn(client.definition.platform, first);
  return name === undefined ? "" : ` in ${scope.noun} ${client.shown(name)}`;
}
