import type { FastifyInstance } from "fastify";
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

/** The accounts, in the order of the platforms. */
export async function consoleAccounts(served: readonly ServedAccount[]): Promise<readonly ConsoleAccount[]> {
  return Promise.all(
    served.map(async ({ platform, name, app }): Promise<ConsoleAccount> => {
      const { title, kinds }: PlatformConsole = (await platform.console?.()) ?? {
        title: platform.name,
        kinds: [],
      };
      return {
        slug: name === undefined ? platform.name : `${platform.name}.${name}`,
        title: name === undefined ? title : `${title}, account ${name}`,
        kinds,
        ask: askOf(app),
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
function askOf(app: () => Promise<FastifyInstance>): Ask {
  return async (method, path, body, headers = {}) => {
    const server = await app();
    const payload = body === undefined ? {} : { payload: body };
    // The request is sent where its response is awaited, so that is within, too.
    const { statusCode, payload: text } = await asOwnRequest(
      async () => await server.inject({ method, url: path, headers, ...payload }),
    );
    const parsed = parsedText(text);
    if (statusCode >= 300) throw new RefusedRequest(statusCode, parsed);
    return parsed;
  };
}

function parsedText(text: string): unknown {
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}
