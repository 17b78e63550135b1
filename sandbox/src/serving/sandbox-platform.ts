import type { IncomingHttpHeaders } from "node:http";
import type { FastifyInstance } from "fastify";
import type { PlatformConsole } from "../console/kind";
import type { PlatformResponse } from "./faults/response";
import type { InventoryObject } from "pulumi-connectors/internal/inventory/inventory";
import type { RequestLog } from "./request-log";

/**
 * An emulated platform. `platforms/<name>/index` exports one as `platform`; the sandbox finds it there, and names no platform itself.
 * The module is loaded with every command, so it must load the server only in `load`.
 */
export interface SandboxPlatform {
  /** Also the namespace of its settings in the stack config, and its name in the request log. */
  readonly name: string;
  /** Its port is that of `--port` plus this. No two platforms have the same; what it is decides their order, too. */
  readonly portOffset: number;
  /** Command-line options of its own. Default: none. */
  readonly options?: readonly PlatformOption[];
  /** The setting that holds an account's key or password: `apiKey`. */
  readonly keySetting: string;
  /** Other settings that hold credentials: `token`. Default: none. */
  readonly otherKeySettings?: readonly string[];
  /**
   * An account of the platform.
   *
   * @param settings What the stack config has of the account's settings. The server accepts them: there is nothing behind it to protect.
   * @param key The account's key or password: that of the settings, else one that the sandbox made.
   */
  account(settings: Readonly<Record<string, string>>, key: string): PlatformAccount;
  /** What distinguishes its HTTP API from others. */
  readonly http: PlatformHttp;
  /** What it takes to hold the objects of an inventory. Loaded when there is one. Default: it holds none. */
  readonly holding?: () => Promise<Holding>;
  /** How the console shows its objects. Loaded when there is one. Default: it shows none. */
  readonly console?: () => Promise<PlatformConsole>;
}

/** How a platform holds the objects of an inventory. */
export interface Holding {
  /** `platform.Kind`. */
  readonly kinds: readonly string[];
  /**
   * What the data of the account keeps of an object, as if it had been made there. Values that the inventory leaves out are placeholders,
   * which responses show as they show secrets.
   */
  stored(object: InventoryObject): readonly StoredObject[];
}

/** An object in the data of an account. */
export interface StoredObject {
  /** The name of its store. */
  readonly store: string;
  readonly value: { readonly id: string };
  /** The key whose value no two objects share: those that have the same are replaced. Default: `id`. */
  readonly uniqueKey?: string;
}

/** An account of a platform, with data of its own. */
export interface PlatformAccount {
  /**
   * The environment variables by which the provider finds the account. A variable that the user may have set and that must not count is
   * here with an empty value.
   *
   * @param url The platform's origin: `http://127.0.0.1:<port>`.
   */
  env(url: string): Readonly<Record<string, string>>;
  /** Loads the server. Called once, at the first request. */
  load(parts: AppParts): Promise<FastifyInstance>;
  /**
   * The headers of an authenticated request.
   *
   * @param post Sends JSON to a path of the platform; resolves with the JSON of the response.
   */
  headers(post: (path: string, body: object) => Promise<unknown>): Promise<Readonly<Record<string, string>>>;
}

/** What the sandbox gives to the server of an account. */
export interface AppParts {
  /** The file that keeps the account's objects. */
  readonly dataPath: string;
  /** Must be called for every request before its response is sent. */
  readonly log?: RequestLog;
  /** What a response says besides where the server refuses a key: that this is the sandbox, and what to do. */
  readonly keyHint?: string;
  /** The values of the platform's own command-line options, under their names in camel case; absent if not given. */
  readonly options: PlatformOptionValues;
}

/** A command-line option of a platform. */
export interface PlatformOption {
  /** As in commander: `--keep-names` is a switch, `--requests-per-minute <n>` takes an integer from 1 on. */
  readonly flags: string;
  readonly description: string;
}

export type PlatformOptionValues = Readonly<Record<string, boolean | number | undefined>>;

/** What the fault layer and the request log have to know of a platform's HTTP API. */
export interface PlatformHttp {
  /** The headers that carry keys, in lower case. `authorization` is known anyway. Default: none. */
  readonly keyHeaders?: readonly string[];
  /** The keys in a response by which clients address an object. Default: `id`. */
  readonly idKeys?: readonly string[];
  /**
   * The collection of the object that a POST to a path creates, for paths that are no collection: `/api/v1/jobs` for
   * `/api/v1/workflows/<id>/run`. Without a trailing slash. Undefined for paths that create none. Default: no path does.
   */
  readonly madeBy?: (path: string) => string | undefined;
  /** The response with an error status that comes from the platform itself, not from a proxy. */
  errorResponse(status: number, reason: string): PlatformResponse;
  /** A path without its secrets. Default: no path has any. */
  readonly scrubPath?: (path: string) => string;
}

/** Whether a request carries credentials, good or bad. */
export function hasCredentials({ keyHeaders = [] }: PlatformHttp, headers: IncomingHttpHeaders): boolean {
  return [...keyHeaders, "authorization"].some((name) => headers[name] !== undefined);
}
