import type { ResourceDefinition } from "../definition/definition";
import { hasForgottenAttempt, indeterminateIn, possibleVersions } from "../definition/indeterminate-updates";
import { handlingOptions } from "../definition/options";
import { resolveSettings, type ConfigReader } from "../settings/settings";
import type { Fields } from "../values/fields";
import { possiblySecretValues, secretValues } from "./known-secrets";
import { forgottenVariables, referencedValues } from "./references";
import { scrubberFor, type Scrubber } from "./scrub";

/** What no message about an object may show. */
export interface Secrecy {
  /** Takes the secrets out of a message of ours. */
  readonly scrub: Scrubber;
  /** Takes them, and every value that may be secret, out of what the platform says. */
  readonly scrubPlatform: Scrubber;
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
  const versions = once(() => operands.flatMap(possibleVersions));
  const known = once(() => secretsIn(definition, config, versions()));
  const possible = once(() => versions().flatMap((version) => possiblySecretValues(definition, version)));
  const scrub = once(() => scrubberFor(known()));
  const scrubPlatform = once(() => scrubberFor([...known(), ...possible()]));
  return {
    scrub: (text) => scrub()(text),
    scrubPlatform: (text) => scrubPlatform()(text),
    forgotten: () => forgottenSecrets(operands),
  };
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

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}
