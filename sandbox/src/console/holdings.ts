import { Socket } from "node:net";
import type { FastifyInstance } from "fastify";
import { exchange } from "../serving/faults/exchange";
import type { PlatformRequest } from "../serving/faults/request";
import { isSuccess, parsedBody } from "../serving/faults/response";
import { asOwnRequest } from "../serving/own-requests";
import type { ServedAccount } from "../serving/start-platforms";
import { RefusedRequest, type Ask, type ConsoleKind, type ConsoleObject, type PlatformConsole } from "./kind";

/** An account, as the console shows it. */
export interface ConsoleAccount {
  /** In addresses. */
  readonly slug: string;
  readonly title: string;
  readonly kinds: readonly ConsoleKind[];
  readonly ask: Ask;
}

/** The objects of one kind in an account. */
export interface HeldKind {
  readonly account: ConsoleAccount;
  readonly kind: ConsoleKind;
  readonly objects: readonly ConsoleObject[];
  /** What the platform responded, if it did not list them. */
  readonly problem?: RefusedRequest;
}

/** An object with what it takes to change it. */
export interface HeldObject {
  readonly account: ConsoleAccount;
  readonly kind: ConsoleKind;
  readonly object: ConsoleObject;
}

/** The accounts, in the order of the platforms; a platform's own before its named ones. */
export async function consoleAccounts(served: readonly ServedAccount[]): Promise<readonly ConsoleAccount[]> {
  const platforms = [...new Set(served.map(({ platform }) => platform))];
  const sorted = platforms.flatMap((platform) => served.filter((account) => account.platform === platform));
  return Promise.all(
    sorted.map(async ({ platform, name, app }): Promise<ConsoleAccount> => {
      const { title, kinds }: PlatformConsole = (await platform.console?.()) ?? {
        title: platform.name,
        kinds: [],
      };
      return {
        slug: name === undefined ? platform.name : `${platform.name}.${name}`,
        title: name === undefined ? title : `${title}, account ${name}`,
        kinds,
        ask: askOf(platform.name, app),
      };
    }),
  );
}

/** Everything that the accounts hold. */
export async function readAll(accounts: readonly ConsoleAccount[]): Promise<readonly HeldKind[]> {
  const kinds = accounts.flatMap((account) => account.kinds.map((kind) => ({ account, kind })));
  return Promise.all(
    kinds.map(async ({ account, kind }): Promise<HeldKind> => {
      try {
        return { account, kind, objects: await kind.list(account.ask) };
      } catch (error) {
        if (error instanceof RefusedRequest) return { account, kind, objects: [], problem: error };
        throw error;
      }
    }),
  );
}

/** @returns undefined if there is no such object. */
export async function findObject(
  accounts: readonly ConsoleAccount[],
  slugs: { readonly account: string; readonly kind: string; readonly id: string },
): Promise<HeldObject | undefined> {
  const account = accounts.find(({ slug }) => slug === slugs.account);
  const kind = account?.kinds.find((each) => kindSlug(each) === slugs.kind);
  if (account === undefined || kind === undefined) return undefined;
  const object = (await kind.list(account.ask)).find(({ id }) => id === slugs.id);
  return object && { account, kind, object };
}

/** The path of an object's page. */
export function pathOf({ account, kind, object }: HeldObject): string {
  return `/objects/${[account.slug, kindSlug(kind), object.id].map(encodeURIComponent).join("/")}`;
}

function kindSlug({ plural }: ConsoleKind): string {
  return plural.replaceAll(" ", "-");
}

/** Sends requests to a server in this process. There is no address in it, so nothing can lead elsewhere. */
function askOf(platform: string, app: () => Promise<FastifyInstance>): Ask {
  return async (method, path, body, headers = {}) => {
    const server = await app();
    const payload = Buffer.from(body === undefined ? "" : JSON.stringify(body));
    const request: PlatformRequest = {
      ...{ platform, method, url: path, body: payload, hasCredentials: false, createsIn: undefined },
      headers: {
        host: "console",
        ...headers,
        ...(body === undefined
          ? {}
          : { "content-type": "application/json", "content-length": String(payload.length) }),
      },
    };
    const response = await asOwnRequest(() => exchange(server, request, new Socket()));
    const text = response.body.toString();
    const parsed = text === "" ? undefined : (parsedBody(response) ?? text);
    if (!isSuccess(response)) throw new RefusedRequest(response.status, parsed);
    return parsed;
  };
}
