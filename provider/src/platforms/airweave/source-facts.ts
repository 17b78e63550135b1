import { catalogEntry, type CatalogEntry } from "../../catalog/entry";
import { fieldsAt, isFields } from "../../values/fields";
import { isUnknown } from "../../values/unknowns";

/** Folder of the catalog. */
export const sourceCatalog = "airweave/source";

/** What the catalog knows of a source beside its configuration. */
export interface SourceFacts {
  /** The methods that it takes, by the vendor's names. */
  readonly methods: readonly string[];
  readonly requiresOwnClient: boolean;
  /** Whether it may have a schedule by the minute. */
  readonly isContinuous: boolean;
  /** Searched where it is, at the time of a search: it has no schedule and no sync. */
  readonly isFederated: boolean;
  /** What its credentials must be; undefined if they are not described. */
  readonly credentials: CatalogEntry | undefined;
}

/** What the catalog knows of a source; undefined if it does not know it, or its name is not known yet. */
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
