import type { ResourceDefinition } from "../../definition/definition";
import { allSecrets } from "../../secrets/all-secrets";
import { isFields, stringsAt, type Fields } from "../../values/fields";
import type { SecretPaths } from "../../values/secret-paths";
import { valueAt } from "../../values/tree";
import { secretText, StoredSecret, withoutPlaintexts, withSecretTexts } from "./stored-secret";
import { parseUrn } from "./urn";

/** A resource of this package in a state or a preview. */
export class StackResource {
  readonly name: string;
  readonly inputs: Fields;
  readonly outputs: Fields;
  /** The object's id on the platform; undefined while it is not known. */
  readonly id: string | undefined;
  readonly isProtected: boolean;
  /** The program only reads the object. */
  readonly isExternal: boolean;
  /** The object exists, and a part of what the program declares is missing. */
  readonly isIncomplete: boolean;
  readonly #dependencies: Fields;
  readonly #additionalSecrets: readonly string[];
  #secrets: SecretPaths | undefined;

  /** @param stored The resource in the format of a state. Whatever has another form there counts as absent. */
  constructor(
    readonly urn: string,
    readonly definition: ResourceDefinition,
    stored: Fields,
  ) {
    this.name = parseUrn(urn)?.name ?? urn;
    this.inputs = withoutPlaintexts(stored.inputs);
    this.outputs = withoutPlaintexts(stored.outputs);
    this.id = typeof stored.id === "string" && stored.id !== "" ? stored.id : undefined;
    this.isProtected = stored.protect === true;
    this.isExternal = stored.external === true;
    this.isIncomplete = stringsAt(stored, "initErrors").length > 0;
    this.#dependencies = isFields(stored.propertyDependencies) ? stored.propertyDependencies : {};
    this.#additionalSecrets = stringsAt(stored, "additionalSecretOutputs");
  }

  /** The URNs of the resources that an argument was made of. */
  dependenciesOf(argument: string): readonly string[] {
    return stringsAt(this.#dependencies, argument);
  }

  /** The value of an argument, else of an output; `[secret]` for what must not be shown. */
  shown(path: readonly string[]): unknown {
    const value = valueAt(this.inputs, path) ?? valueAt(this.outputs, path);
    return value === undefined || value === null || !this.#isSecret(path) ? value : secretText;
  }

  /**
   * Whether a value is a secret, or a part of one: by its mark, by its definition, or because the program keeps it secret. A document that
   * was exported with `--show-secrets` may have the value in the clear.
   */
  #isSecret(path: readonly string[]): boolean {
    const steps = path.map((_, index) => path.slice(0, index + 1));
    const isMarked = [this.inputs, this.outputs].some((fields) =>
      steps.some((step) => valueAt(fields, step) instanceof StoredSecret),
    );
    if (isMarked || this.#additionalSecrets.includes(path[0] ?? "")) return true;
    this.#secrets ??= [this.inputs, this.outputs]
      .map((fields) => allSecrets(this.definition, withSecretTexts(fields)))
      .reduce((all, secrets) => all.and(secrets));
    return this.#secrets.covers(path);
  }
}
