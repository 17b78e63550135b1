import type { Coercion } from "../catalog/coercion";
import type { ErrorCode } from "../errors/codes";
import type { ApiRequest, Connection } from "../http/connection";

/** A setting of a platform: an address, a key. */
export interface SettingDefinition {
  /** Environment variable that is read when the stack config lacks the setting. */
  readonly env: string;
  /** True for what must never be shown. */
  readonly secret?: true;
  /** True for a secret that people choose, such as a password: it may be guessed. Others are random, as the platform issues them. */
  readonly isChosen?: true;
  /** Used when neither stack config nor environment have it. */
  readonly default?: string;
  /** Brings a value into the form that requests use. Throws an Error whose message says what was expected, without the value. */
  readonly normalize?: (value: string, context: SettingContext) => string;
}

/** What a setting's form may depend on. */
export interface SettingContext {
  /** The command that allows it, up to the value. */
  readonly howToAllowHttp: string;
  /** Whether keys may travel in the clear. */
  readonly allowHttp: boolean;
}

/** What a platform is divided into. An object of one part is not to be found in another. */
export interface Scope {
  /** How messages call it: `workspace`. */
  readonly noun: string;
  /** The output of every kind that says in which one an object is, and the setting that names one: `workspaceId`. */
  readonly name: string;
  /** The header in which requests name it, in lower case. */
  readonly header: string;
  /** Finds out which one the key belongs to, where no request names one. Absent if every request does. Loaded when it is needed. */
  readonly ofKey?: () => Promise<ScopeOfKey>;
}

/** A request whose response shows to which scope a key belongs. */
export interface ScopeOfKey {
  readonly request: ApiRequest;
  /** Undefined if the response does not say. Never throws, whatever the body is. */
  readonly read: (body: unknown) => string | undefined;
}

/** What a platform declares once for all of its kinds. Loaded by programs too, so it imports nothing heavy. */
export interface Platform {
  /** Namespace of the settings in the stack config. */
  readonly name: string;
  /** Its name in messages. */
  readonly title: string;
  /** The settings by their name in the stack config. */
  readonly settings: Readonly<Record<string, SettingDefinition>>;
  /** Sets of settings, of which one must be complete. @param values The settings that are given. */
  readonly needs: (values: Readonly<Record<string, string>>) => readonly (readonly string[])[];
  /** Makes the connection from the settings. Called only if one set is complete. */
  readonly connect: (settings: Readonly<Record<string, string>>) => Connection;
  /** Whether kinds of it have a connection test, and so the platform a setting `verify`. */
  readonly testsConnections?: true;
  /** Absent if the key alone decides which objects there are. */
  readonly scope?: Scope;
  /** What its server converts in a configuration where a setting has another type. Default: nothing, types are strict. */
  readonly coerces?: readonly Coercion[];
  /** Whether the platform shows a value in place of a secret. Asterisks are recognized on every platform. */
  readonly isMask?: (value: unknown) => boolean;
  /** The platform's own words about a failure, from a JSON body; undefined if it has none. Never throws. */
  readonly problem: (body: unknown) => string | undefined;
  /**
   * What a failure means whose status alone would be misleading; undefined for any other. Never throws.
   *
   * @param said The platform's own words; empty if there are none.
   */
  readonly advice?: (status: number, said: string) => Promise<Advice | undefined>;
}

/** What a failure means, and what to do about it. */
export interface Advice {
  /** Default: that of the status. */
  readonly code?: ErrorCode;
  /** What to do, in one clause. Default: what goes for the code. */
  readonly text?: string;
  /** A clause that follows what to do. Default: none. */
  readonly note?: string;
}
