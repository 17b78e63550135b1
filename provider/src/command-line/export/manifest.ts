import { createHash } from "node:crypto";
import { UserError } from "../../project/user-error";
import { isFields, type Fields } from "../../values/fields";

/** What an earlier export has written: the generated project keeps it, and `--replace` reads it. */
export interface Manifest {
  /** The form of the file: an older release refuses what it does not know. */
  readonly version: 1;
  readonly entries: ManifestEntries;
  /** Every file that was written, by its path with `/`, with the SHA-256 of its content in hex. */
  readonly files: Readonly<Record<string, string>>;
}

/** By kind and id (`unstructured.Source 1b6a...`), followed by the account if one was chosen. */
export type ManifestEntries = Readonly<Record<string, ManifestEntry>>;

/** The names that an object had in the generated program: it keeps them, whatever becomes of its name on the platform. */
export interface ManifestEntry {
  /** The name of the resource, and so the end of its URN. */
  readonly resource: string;
  /** By the path of an argument (`config.secret_access_key`), the key of the stack config that holds its value. */
  readonly configKeys: Readonly<Record<string, string>>;
}

/** The file of the manifest, in the folder of the generated project. */
export const manifestFile = "export-manifest.json";

/** The text of the manifest. Keys are in a fixed order. */
export function formatManifest({ version, entries, files }: Manifest): string {
  const sorted = {
    version,
    entries: sortedByKey(entries, ({ resource, configKeys }) => ({
      resource,
      configKeys: sortedByKey(configKeys),
    })),
    files: sortedByKey(files),
  };
  return `${JSON.stringify(sorted, null, 2)}\n`;
}

/**
 * Parses the text of a manifest.
 *
 * @param path Its file, for messages.
 * @throws UserError that names the file, if it is not a manifest, or one of a later release.
 */
export function parseManifest(path: string, text: string): Manifest {
  const value = parsed(text);
  if (isFields(value) && typeof value.version === "number" && value.version > 1) {
    throw new UserError(
      `${path}: its form is version ${value.version}, which this release does not know; install the release of pulumi-connectors that wrote it, or a later one`,
    );
  }
  if (!isManifest(value)) {
    throw new UserError(
      `${path}: this is not what \`export\` has written; restore it, or export into another folder`,
    );
  }
  return value;
}

/** The hash of a content, as the manifest has it. */
export function hashOf(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isManifest(value: unknown): value is Manifest {
  return (
    isFields(value) &&
    value.version === 1 &&
    isMapOf(value.files, (hash) => typeof hash === "string" && /^[0-9a-f]{64}$/.test(hash)) &&
    isMapOf(
      value.entries,
      (entry) =>
        isFields(entry) &&
        typeof entry.resource === "string" &&
        isMapOf(entry.configKeys, (key) => typeof key === "string"),
    )
  );
}

function isMapOf(value: unknown, isItem: (item: unknown) => boolean): value is Fields {
  return isFields(value) && Object.values(value).every(isItem);
}

function sortedByKey<Value>(
  map: Readonly<Record<string, Value>>,
  shown: (value: Value) => unknown = (value) => value,
): Record<string, unknown> {
  const keys = Object.keys(map).sort();
  return Object.fromEntries(keys.map((key) => [key, shown(map[key] as Value)]));
}
