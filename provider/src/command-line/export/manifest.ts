/** What an earlier export has written: the generated project keeps it, and `--replace` reads it. */
export interface Manifest {
  /** The form of the file: an older release refuses what it does not know. */
  readonly version: 1;
  readonly entries: ManifestEntries;
  /** Every file that was written, by its path with `/`, with the SHA-256 of its content in hex. */
  readonly files: Readonly<Record<string, string>>;
}

/** By kind and id (`unstructured.Source 1b6a...`), followed by the account if one was chosen. */
export interface ManifestEntries {
  readonly [object: string]: ManifestEntry;
}

/** The names that an object had in the generated program: it keeps them, whatever becomes of its name on the platform. */
export interface ManifestEntry {
  /** The name of the resource, and so the end of its URN. */
  readonly resource: string;
  /** By the path of an argument (`config.secret_access_key`), the key of the stack config that holds its value. */
  readonly configKeys: Readonly<Record<string, string>>;
}
