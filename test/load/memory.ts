import { readFileSync } from "node:fs";
import { childrenOf } from "../faults/child-processes";

/** The most memory in megabytes that each process has had. */
export interface Peaks {
  engine: number;
  host: number;
  program: number;
}

const often = 100;

/** Watches the memory of an engine and its children. The kernel keeps the account; elsewhere than on Linux all is 0. */
export class MemoryWatch {
  readonly #peaks: Peaks = { engine: 0, host: 0, program: 0 };
  readonly #sampler: NodeJS.Timeout;
  #firstHalf: Peaks | undefined;

  /** @param isHalf Whether the second half has begun. */
  constructor(engine: number, isHalf: () => boolean) {
    this.#sampler = setInterval(() => {
      if (isHalf()) this.#firstHalf ??= { ...this.#peaks };
      this.#sample(engine);
    }, often);
  }

  /** @returns the peaks up to the second half, and those of the whole. */
  stop(): { readonly firstHalf: Peaks; readonly whole: Peaks } {
    clearInterval(this.#sampler);
    return { firstHalf: this.#firstHalf ?? this.#peaks, whole: this.#peaks };
  }

  #sample(engine: number): void {
    for (const { pid, is } of [{ pid: engine, is: "engine" } as const, ...childrenOf(engine)]) {
      this.#peaks[is] = Math.max(this.#peaks[is], peakOf(pid));
    }
  }
}

/** 0 of a process that has ended. */
function peakOf(pid: number): number {
  try {
    const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return Number(kilobytes ?? 0) / 1024;
  } catch {
    return 0;
  }
}
