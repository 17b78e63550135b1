import type { ProgramToRun } from "../../project/program-process";

/** The only argument of the process that runs a program. */
export interface ProgramRequest {
  readonly project: ProgramToRun;
  readonly stack: string;
  /** The SDK's runner of programs. */
  readonly runner: string;
  /** A module with mocks, if there is one. */
  readonly mocks?: string;
}

/** What it reports when it ends, as JSON to the file descriptor `reportDescriptor`. */
export interface ProgramReport {
  readonly resourceCount: number;
  readonly problems: readonly string[];
  readonly notChecked: readonly string[];
  /** Whether an error ended it, which is among the problems or what was not checked. */
  readonly hasFailed: boolean;
  /** Whether it ran to its end, as opposed to ending itself. */
  readonly isComplete: boolean;
}

/** Not standard output: that is the program's. */
export const reportDescriptor = 3;

/** The pipe by which the process notices that the command was killed. */
export const lifelineDescriptor = 4;
