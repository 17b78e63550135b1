import type { ResourceDefinition } from "../definition/definition";
import { optionsForPolicies, otherTypeOf } from "../definition/options";
import { optionsKey, policyKey } from "../definition/state-keys";
import { definedKeys, fieldsAt, isEqual, omit, stringsAt, type Fields } from "../values/fields";
import { referenceKey, variableIn } from "../values/reference";
import { parseSecretPath } from "../values/secret-paths";
import { descend, mapTree, valueAt } from "../values/tree";
import { isUnknown } from "../values/unknowns";

/**
 * Does for the inputs what the constructor did for the program's arguments. Others change them afterwards: a transformation adds an
 * `otherType` or a `fromEnv`, and `ignoreChanges` brings back a value that the program kept secret.
 *
 * @param olds The inputs before; {} if there are none.
 */
export function completeInputs(definition: ResourceDefinition, olds: Fields, news: Fields): Fields {
  return withReferences(withSecretsOfBefore(withOtherType(definition, news), olds));
}

/**
 * Checked inputs without the resource's own name, where the object has one: it served the problems of the check, and messages from now on
 * name the object by its own. So no state holds it twice.
 */
export function withoutResourceName({ name }: ResourceDefinition, inputs: Fields): Fields {
  const given = name && inputs[name.field];
  const { resource, ...options } = fieldsAt(inputs, optionsKey);
  if (resource === undefined || typeof given !== "string" || given === "" || isUnknown(given)) return inputs;
  return definedKeys(options).length > 0 ? { ...inputs, [optionsKey]: options } : omit(inputs, [optionsKey]);
}

function withOtherType({ config }: ResourceDefinition, inputs: Fields): Fields {
  const type = config && otherTypeOf(inputs[config.typeField]);
  return config === undefined || type === undefined
    ? inputs
    : { ...withOptions(inputs, { otherType: true }), [config.typeField]: type };
}

/** What was a secret of the program stays one for as long as it does not change: nobody can see who brought it back. */
function withSecretsOfBefore(inputs: Fields, olds: Fields): Fields {
  const [before, now] = [secretsIn(olds), secretsIn(inputs)];
  const kept = before.filter((path) => {
    const steps = parseSecretPath(path);
    const value = valueAt(inputs, steps);
    return !now.includes(path) && (value ?? null) !== null && isEqual(value, valueAt(olds, steps));
  });
  return kept.length === 0 ? inputs : withOptions(inputs, { secrets: [...now, ...kept] });
}

function withReferences(inputs: Fields): Fields {
  return mapTree(inputs, (value) => {
    const variable = variableIn(value);
    return variable === undefined ? descend : { [referenceKey]: variable, fingerprint: "" };
  }) as Fields;
}

function secretsIn(fields: Fields): string[] {
  return stringsAt(fieldsAt(fields, optionsKey), "secrets");
}

/** Adds options, also where policy packs look for them. */
function withOptions(inputs: Fields, added: Fields): Fields {
  const options = { ...fieldsAt(inputs, optionsKey), ...added };
  return { ...inputs, [optionsKey]: options, [policyKey]: optionsForPolicies(options) };
}
