import type { FastifyRequest } from "fastify";
import type { RequestLog } from "../../serving/request-log";
import { exception } from "./errors";
import type { Tables } from "./tables";

export interface AisquaredOptions {
  /** The credentials of the only user. */
  readonly email: string;
  readonly password: string;
  /** A token that is valid without a login. Default: none. */
  readonly token?: string | undefined;
  /** What to say besides where credentials are refused. Default: nothing. */
  readonly keyHint?: string;
  /** The file that keeps the objects. Default: in memory. */
  readonly dataPath?: string;
  readonly log?: RequestLog;
  /** The clock, in milliseconds since 1970. Default: the system's. */
  readonly now?: () => number;
  /** Default: one, with id 1. */
  readonly workspaces?: readonly Workspace[];
  /** Whether responses mask secrets. False for servers before August 2025. Default: true. */
  readonly masks?: boolean;
}

export interface Workspace {
  readonly id: number;
  readonly name: string;
}

/** What all routes share. */
export interface Platform {
  readonly tables: Tables;
  readonly workspaces: readonly Workspace[];
  readonly masks: boolean;
}

/**
 * The id of the workspace that a request names.
 *
 * @throws Refusal with status 400 if it names none, or one of another user. Source: docs/contracts/aisquared.md, section 1.
 */
export function workspaceOf(platform: Platform, request: FastifyRequest): number {
  const id = String(request.headers["workspace-id"]);
  const workspace = platform.workspaces.find((one) => String(one.id) === id);
  if (workspace === undefined) throw exception("Workspace not found");
  return workspace.id;
}
