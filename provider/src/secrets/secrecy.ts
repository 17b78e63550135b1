import type { ResourceDefinition } from "../definition/definition";
import { knownKeys } from "../definition/known-keys";
import { hasForgottenAttempt, indeterminateIn, possibleVersions } from "../definition/indeterminate-updates";
import { handlingOptions } from "../definition/options";
import { resolveSettings, type ConfigReader } from "../settings/settings";
import type { Fields } from "../values/fields";
import { once } from "../values/once";
import { possiblySecretValues, secretValues } from "./known-secrets";
import { overwrittenVersions } from "./overwritten";
import { forgottenVariables, referencedValues } from "./references";
import { scrubberFor, type Scrubber } from "./scrub";
import { scrubSaid } from "./scrub-problem";

/** What no message about an object may show. */
export interface Secrecy {
  /** Takes the secrets out of any text. */
  readonly scrub: Scrubber;
  /**
   * Takes out of a message of this package what cannot be one of its words. A password `host` must not turn `configuration.host` into
   * `configuration.[secret]`, which would show the password; the values in such a message were scrubbed when they were put in.
   */
  readonly scrubMessage: Scrubber;
  /** Takes them, and every value that may be secret, out of what the platform says. */
  readonly scrubPlatform: Scrubber;
  /** The same where its words may begin with the path of a setting: keys that the catalog or the definition knows stay. */
  readonly scrubProblem: Scrubber;
  /** Describes secrets that the platform may repeat and nobody here knows any more: then nothing of its words may be shown. */
  readonly forgotten: () => string | undefined;
}

/**
 * @param operands The inputs and outputs of an operation, of which any may hold a secret.
 */
export function secrecyOf(
  definition: ResourceDefinition,
  config: ConfigReader,
  operands: readonly Fields[],
): Secrecy {
  // Most operations have no message to scrub, so nothing is collected before the first.
  const versions = once(() =>
    operands.flatMap((each) => [...possibleVersions(each), ...overwrittenVersions(each)]),
  );
  const known = once(() => secretsIn(definition, config, versions()));
  const possible = once(() => versions().flatMap((version) => possiblySecretValues(definition, version)));
  const scrub = once(() => scrubberFor(known()));
  const scrubMessage = once(() => scrubberFor(known(), mayBeWord));
  const scrubPlatform = once(() => scrubberFor([...known(), ...possible()]));
  const scrubPlatformValues = once(() => scrubberFor([...known(), ...possible()], mayBeWord));
  const keys = once(() => new Set(versions().flatMap((version) => [...knownKeys(definition, version)])));
  return {
    scrub: (text) => scrub()(text),
    scrubMessage: (text) => scrubMessage()(text),
    scrubPlatform: (text) => scrubPlatform()(text),
    scrubProblem: (text) => scrubSaid(scrubPlatformValues()(text), keys(), scrubPlatform()),
    forgotten: () => forgottenSecrets(operands),
  };
}

/** Whether a text may be a word, a key or a few of them, such as `host`, `service_account` or `S3`. */
function mayBeWord(text: string): boolean {
  return /^[a-z_.\s-]*$/i.test(text) || (text.length < 12 && /^[\w.\s-]*$/.test(text));
}

/** Every value that is known to be secret: settings, what the catalog marks, and what the program keeps secret. */
function secretsIn(
  definition: ResourceDefinition,
  config: ConfigReader,
  versions: readonly Fields[],
): unknown[] {
  const { platform } = definition;
  const secret = Object.keys(platform.settings).filter((name) => platform.settings[name]?.secret);
  return versions.flatMap((version) => {
    const { found } = resolveSettings(platform, config, handlingOptions(version).account);
    return [
      ...secret.map((name) => found[name]?.value),
      ...secretValues(definition, version),
      ...referencedValues(version),
    ];
  });
}

function forgottenSecrets(operands: readonly Fields[]): string | undefined {
  const attempts = operands.flatMap((operand) => indeterminateIn(operand).attempts);
  const [variable] = [...operands, ...attempts].flatMap(forgottenVariables);
  if (variable !== undefined) return `what the environment variable ${variable} was before`;
  return operands.some(hasForgottenAttempt) ? "what an earlier update has sent" : undefined;
}
