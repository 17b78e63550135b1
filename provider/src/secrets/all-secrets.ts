import type { ResourceDefinition } from "../definition/definition";
import { secretsOfProgram } from "../definition/options";
import {
  attemptsKey,
  identityKey,
  optionsKey,
  overwrittenKey,
  respelledKey,
  responseKey,
} from "../definition/state-keys";
import { definedKeys, fieldsAt, type Fields } from "../values/fields";
import { SecretPaths } from "../values/secret-paths";
import { secretArguments, secretsInArgument } from "./known-secrets";

/** What only this package puts into a state. */
const ownSecrets = SecretPaths.parse([
  attemptsKey,
  overwrittenKey,
  `${identityKey}.key`,
  `${optionsKey}.triggers`,
]).and(SecretPaths.whole.below("fingerprints").below(responseKey));

/** For the secrets of a type, these with those that follow from them. Kept, because the paths are the same for all objects of a type. */
const withFollowing = new Map<string, WeakMap<SecretPaths, SecretPaths>>();

/** The secrets among the arguments and outputs, what the program itself keeps secret, and what responses have shown of either: everything that the state must hold encrypted. */
export function allSecrets(definition: ResourceDefinition, fields: Fields): SecretPaths {
  const { field = "" } = definition.config ?? {};
  const ofProgram = secretsOfProgram(fields);
  const secrets = following(field, secretArguments(definition, fields));
  const spelled = fieldsAt(fieldsAt(fields, responseKey), "arguments");
  if (ofProgram.isEmpty && definedKeys(spelled).length === 0) return secrets;
  return secrets.and(
    ofProgram,
    field === "" ? SecretPaths.none : ofProgram.at(field).below(respelledKey),
    ofProgram
      .and(argumentSecrets(definition, fields, spelled))
      .below("arguments")
      .below(responseKey),
  );
}

/** Some secrets, with how the platform spells those of the configuration, and what is a secret in every state. */
function following(field: string, secrets: SecretPaths): SecretPaths {
  const ofField = withFollowing.get(field) ?? new WeakMap<SecretPaths, SecretPaths>();
  withFollowing.set(field, ofField);
  let all = ofField.get(secrets);
  if (all === undefined) {
    const respelled = field === "" ? SecretPaths.none : secrets.at(field).below(respelledKey);
    ofField.set(secrets, (all = secrets.and(respelled, ownSecrets)));
  }
  return all;
}

/** The secrets in the platform's spelling of arguments: where the program's are, and what its own keys show to be one. */
function argumentSecrets(
  { arguments: all }: ResourceDefinition,
  fields: Fields,
  spelled: Fields,
): SecretPaths {
  const found = Object.entries(all).map(([name, argument]) =>
    secretsInArgument(argument, fields[name]).and(secretsInArgument(argument, spelled[name])).below(name),
  );
  return SecretPaths.none.and(...found);
}
