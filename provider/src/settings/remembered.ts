import { environmentOfProcess, type ConfigReader, type Environment } from "./setting-source";

/** A result with everything that was read for it. */
interface Remembered<Result> {
  readonly result: Result;
  readonly reads: readonly (readonly [
    read: ConfigReader | Environment,
    name: string,
    value: string | undefined,
  ])[];
}

/**
 * Remembers results that depend on nothing but the stack config and the environment. A result counts as long as everything that was read
 * for it is still the same: reading it again takes a small part of the time.
 */
export class RememberedResults<Result> {
  readonly #known = new WeakMap<ConfigReader, Map<string, Remembered<Result>>>();

  /** @param key Tells apart what is made for one reader. @param make Must not read anything later. */
  get(
    config: ConfigReader,
    key: string,
    make: (config: ConfigReader, environment: Environment) => Result,
  ): Result {
    let ofReader = this.#known.get(config);
    if (ofReader === undefined) {
      ofReader = new Map<string, Remembered<Result>>();
      this.#known.set(config, ofReader);
    }
    const known = ofReader.get(key);
    if (known?.reads.every(([read, name, value]) => read(name) === value)) return known.result;
    const reads: [ConfigReader | Environment, string, string | undefined][] = [];
    const recording =
      (read: ConfigReader | Environment) =>
      (name: string): string | undefined => {
        const value = read(name);
        reads.push([read, name, value]);
        return value;
      };
    const result = make(recording(config), recording(environmentOfProcess));
    ofReader.set(key, { result, reads });
    return result;
  }
}
