import { catalogEntry, type CatalogEntry } from "../../catalog/entry";
import { fieldsAt, isFields } from "../../values/fields";
import { isUnknown } from "../../values/unknowns";

/** Folder in the catalog. */
export const sourceCatalog = "airweave/source";

/** What the catalog knows about a source besides its configuration. */
export interface SourceFacts {
  /** The authentication methods that it supports, by the vendor's names. */
  readonly methods: readonly string[];
  readonly requiresOwnClient: boolean;
  /** Whether it supports minute-level schedules. */
  readonly isContinuous: boolean;
  /** Whether searches query it directly, so that it has no schedule and no sync. */
  readonly isFederated: boolean;
  /** The schema of its credentials; undefined if the catalog has none. */
  readonly credentials: CatalogEntry | undefined;
}

/** Looks up a source in the catalog; undefined if it is not there, or its name is unknown during preview. */
export function sourceFacts(shortName: unknown): SourceFacts | undefined {
  const entry = isUnknown(shortName) ? undefined : catalogEntry(sourceCatalog, shortName);
  if (entry === undefined) return undefined;
  const facts = fieldsAt(entry, "x-source");
  const { credentials } = fieldsAt(entry, "$defs");
  const methods = facts.accepted_auth_methods;
  return {
    methods: Array.isArray(methods) ? methods.map(String) : [],
    requiresOwnClient: facts.requires_byoc === true,
    isContinuous: facts.supports_continuous === true,
    isFederated: facts.federated_search === true,
    credentials: isFields(credentials) ? (credentials as unknown as CatalogEntry) : undefined,
  };
}
