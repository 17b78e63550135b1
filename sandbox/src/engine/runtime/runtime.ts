import type { Analyzer } from "../policy/analyzer";
import type { Severity } from "../events/events";
import type { Provider } from "../providers/provider";
import type { SourceEvent } from "./registration";
import type { Urn } from "../values/urn";

/** Runs the program, the providers and the policy packs of an operation. */
export interface Runtime {
  /** @throws Error if the program cannot be started. */
  startProgram(listener: ProgramListener): Promise<Program>;
  /** Starts an unconfigured provider of dynamic resources. @throws Error if it cannot be started. */
  startProvider(): Promise<Provider>;
  /** Starts the policy packs, if there are any. @throws Error if one cannot be started or configured. */
  startPolicyPacks?(): Promise<readonly Analyzer[]>;
  /** Called after programs and providers have ended. */
  stop(): void;
}

/** Receives the requests of a program. */
export interface ProgramListener {
  emit(event: SourceEvent): void;
  /** The program has made its last request. */
  finished(): void;
  /** The program cannot continue. Without a message it has already reported why. */
  failed(message: string | undefined): void;
  log(severity: Severity, urn: Urn, message: string): void;
}

export interface Program {
  /** Rejects all its requests, pending and future ones. */
  close(): void;
  /** Waits for its end, after all its requests are done. @param options.kill Kills it. @returns whether it succeeded. */
  end(options: { readonly kill: boolean }): Promise<boolean>;
}
