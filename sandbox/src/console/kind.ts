import type { JsonObject } from "../json-object";

/** How the console shows what an account of a platform holds, and changes it. `platforms/<name>/console.ts` has one. */
export interface PlatformConsole {
  /** `Unstructured` */
  readonly title: string;
  readonly kinds: readonly ConsoleKind[];
}

/**
 * Sends a request to the account's server in this process: nothing leaves it.
 *
 * @returns the JSON of the response; undefined if it has no body.
 * @throws RefusedRequest for any status but a success.
 */
export type Ask = (
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
  path: string,
  body?: object,
  headers?: Readonly<Record<string, string>>,
) => Promise<unknown>;

/** A kind of objects. */
export interface ConsoleKind {
  /** `platform.Kind` */
  readonly kind: string;
  readonly noun: string;
  /** Also stands in addresses, with hyphens for spaces: `source connections`. */
  readonly plural: string;
  list(ask: Ask): Promise<readonly ConsoleObject[]>;
  /** Changes an object, as a user of the vendor's UI would. @param changed By the names of the form's fields; never empty. */
  change(ask: Ask, object: ConsoleObject, changed: Changes): Promise<unknown>;
  remove(ask: Ask, object: ConsoleObject): Promise<unknown>;
  /** Absent for kinds that the platform does not run. */
  readonly runs?: ConsoleRuns;
}

/** How the platform runs objects of a kind. */
export interface ConsoleRuns {
  /** Why the platform does not run this object on request; undefined if it does. */
  refusal(object: ConsoleObject): string | undefined;
  start(ask: Ask, object: ConsoleObject): Promise<unknown>;
  /** The last runs, latest first. Reading moves one that is in progress on. */
  list(ask: Ask, object: ConsoleObject): Promise<readonly ConsoleRun[]>;
}

export interface ConsoleRun {
  readonly id: string;
  readonly status: string;
  /** As the platform writes it; null before. */
  readonly started: string | null;
  /** What went wrong; null for nothing. */
  readonly message: string | null;
}

/** An object as the platform's responses show it, without what is secret. */
export interface ConsoleObject {
  readonly id: string;
  readonly name: string;
  /** The connector type. */
  readonly type?: string;
  readonly schedule?: string;
  /** As the platform writes it. */
  readonly status?: string;
  /** What the response has, under the vendor's keys. `[secret]` stands in place of secrets that the vendor does not mask. */
  readonly fields: JsonObject;
  /** The fields that can be changed. */
  readonly form: readonly FormField[];
  /** Why some cannot; undefined if all can that are not secret. */
  readonly formNote?: string;
  readonly references: readonly ObjectLink[];
  /** Headers that requests about the object need. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Another object that one names, and where data flows: `from` that object to this one, or from this one `to` that. */
export interface ObjectLink {
  readonly kind: string;
  readonly id: string;
  readonly flow: "from" | "to";
}

/** A field of the form. Its name is the vendor's key, or a path: `config.remote_url`. */
export type FormField =
  | { readonly name: string; readonly input: "text" | "long text"; readonly value: string }
  | {
      readonly name: string;
      readonly input: "choice";
      readonly value: string;
      readonly choices: readonly string[];
    }
  | { readonly name: string; readonly input: "switch"; readonly value: boolean };

/** New values by the names of fields. An empty text means none. */
export type Changes = ReadonlyMap<string, string | boolean>;

/** Thrown where a platform refuses a request of the console. */
export class RefusedRequest extends Error {
  override readonly name = "RefusedRequest";
  constructor(
    readonly status: number,
    /** Parsed JSON, else text. */
    readonly body: unknown,
  ) {
    super(`status ${status}`);
  }
}
