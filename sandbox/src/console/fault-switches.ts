import type { SeededFaultKind } from "../serving/faults/fault";
import { seededFaults } from "../serving/faults/seeded";
import type { ServedAccount } from "../serving/start-platforms";

/** Which requests fail, and how: as the options `--faults`, `--fault-rate` and `--fault-kinds` say it. */
export interface FaultSettings {
  readonly seed: string;
  /** Of the requests. */
  readonly percent: number;
  readonly kinds: readonly SeededFaultKind[];
  /** The names of the platforms that fail. */
  readonly platforms: readonly string[];
}

/** The faults of the platforms, while they run. */
export class FaultSwitches {
  /** @param settings As the platforms were started with; undefined for no faults. */
  constructor(
    private readonly accounts: readonly Pick<ServedAccount, "platform" | "faults">[],
    private settings: FaultSettings | undefined,
  ) {}

  get current(): FaultSettings | undefined {
    return this.settings;
  }

  /** Objects that were hidden and credentials that had expired are not so any more. @param settings Undefined: nothing fails. */
  use(settings: FaultSettings | undefined): void {
    this.settings = settings;
    const schedule = settings && seededFaults(settings);
    for (const { platform, faults } of this.accounts) {
      faults?.use(settings?.platforms.includes(platform.name) === true ? schedule : undefined);
    }
  }
}
