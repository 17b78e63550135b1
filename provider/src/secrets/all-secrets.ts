import type { ResourceDefinition } from "../definition/definition";
import { secretsOfProgram } from "../definition/options";
import { respelledKey, responseKey } from "../definition/state-keys";
import { fieldsAt, type Fields } from "../values/fields";
import { SecretPaths } from "../values/secret-paths";
import { secretArguments, secretsInArgument } from "./known-secrets";

/** The secrets among the arguments and outputs, what the program itself keeps secret, and what responses have shown of either: everything that the state must hold encrypted. */
export function allSecrets(definition: ResourceDefinition, fields: Fields): SecretPaths {
  const secrets = secretArguments(definition, fields).and(secretsOfProgram(fields));
  if (!(respelledKey in fields || responseKey in fields)) return secrets;
  const { field } = definition.config ?? {};
  return secrets.and(
    field === undefined ? SecretPaths.none : secrets.at(field).below(respelledKey),
    secretsOfProgram(fields).and(argumentSecrets(definition, fields)).below("arguments").below(responseKey),
    SecretPaths.whole.below("fingerprints").below(responseKey),
  );
}

/** The secrets in the platform's spelling of arguments: where the program's are, and what its own keys show to be one. */
function argumentSecrets({ arguments: all }: ResourceDefinition, fields: Fields): SecretPaths {
  const spelled = fieldsAt(fieldsAt(fields, responseKey), "arguments");
  const found = Object.entries(all).map(([name, argument]) =>
    secretsInArgument(argument, fields[name]).and(secretsInArgument(argument, spelled[name])).below(name),
  );
  return SecretPaths.none.and(...found);
}
