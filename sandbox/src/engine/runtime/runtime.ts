import type { Analyzer } from "../policy/analyzer";
import type { Severity } from "../events/events";
import type { Provider } from "../providers/provider";
import type { SourceEvent } from "./registration";
import type { Urn } from "../values/urn";

/** What runs the program and the providers of an operation. */
export interface Runtime {
  /** Starts the program; what becomes of it goes to the listener. @throws Error if it can not be started. */
  startProgram(listener: ProgramListener): Promise<Program>;
  /** Starts a provider for dynamic resources that waits to be configured. @throws Error if it can not be started. */
  startProvider(): Promise<Provider>;
  /** Starts the policy packs of the operation, if it has any. @throws Error if one of them can not be started or configured. */
  startPolicyPacks?(): Promise<readonly Analyzer[]>;
  /** Ends what does not end by itself; programs and providers have ended by then. */
  stop(): void;
}

/** Takes what a program asks for. */
export interface ProgramListener {
  emit(event: SourceEvent): void;
  /** It has asked for its last thing. */
  finished(): void;
  /** It can not go on. Without a message it has told the user why. */
  failed(message: string | undefined): void;
  log(severity: Severity, urn: Urn, message: string): void;
}

/** A running program. */
export interface Program {
  /** Answers whatever it waits for, now and later, with the end of everything. */
  close(): void;
  /** Everything it asked for is done: waits for its end, which `kill` brings about. @returns whether it ended well. */
  end(options: { readonly kill: boolean }): Promise<boolean>;
}
