import { readFileSync } from "node:fs";
import { childrenOf } from "../faults/child-processes";

/** The peak memory of each process in megabytes. */
export interface Peaks {
  engine: number;
  host: number;
  program: number;
}

const interval = 100;

/** Watches the memory of an engine and its children, as the kernel reports it. All values are 0 except on Linux. */
export class MemoryWatch {
  readonly #peaks: Peaks = { engine: 0, host: 0, program: 0 };
  readonly #sampler: NodeJS.Timeout;
  #firstHalf: Peaks | undefined;

  /** @param isHalf Whether the second half has begun. */
  constructor(engine: number, isHalf: () => boolean) {
    this.#sampler = setInterval(() => {
      if (isHalf()) this.#firstHalf ??= { ...this.#peaks };
      this.#sample(engine);
    }, interval);
  }

  /** @returns the peaks in the first half and overall. */
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

/** 0 for a process that has exited. */
function peakOf(pid: number): number {
  try {
    const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return Number(kilobytes ?? 0) / 1024;
  } catch {
    return 0;
  }
}
