import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { readText } from "../../project/text-file";
import { UserError } from "../../project/user-error";
import {
  formatManifest,
  hashOf,
  manifestFile,
  parseManifest,
  type Manifest,
  type ManifestEntries,
} from "./manifest";
import { described, isEmptyFolder, isSafePath, refuseDetour, statOf } from "./target-paths";

/** The folder that an export writes to, as it was found. */
export interface Target {
  /** Its path. */
  readonly folder: string;
  readonly exists: boolean;
  /** Of the export before; absent if this is the first. */
  readonly manifest?: Manifest;
}

/** What was written. Paths are relative to the folder, with `/`. */
export interface Written {
  readonly written: readonly string[];
  readonly unchanged: readonly string[];
  /** Those that an earlier export wrote, and that are not needed any more. */
  readonly removed: readonly string[];
  /** Those that were edited, and are left as they are. */
  readonly left: readonly string[];
}

/** What sets a project up: nothing of the workspace is in it, and everybody edits it. */
const scaffold = ["Pulumi.yaml", "package.json", "tsconfig.json", ".gitignore"];

/**
 * Looks at the folder that an export is to write to, before anything is read.
 *
 * @param replaces Whether it may hold what an earlier export wrote.
 * @throws UserError if it is not an empty folder, or not what an earlier export wrote.
 */
export function openTarget(folder: string, replaces: boolean): Target {
  const stat = statOf(folder);
  if (stat === undefined) return { folder, exists: false };
  if (!stat.isDirectory()) {
    throw new UserError(
      `--out: ${folder} is ${described(stat)}; name a folder that is empty or does not exist`,
    );
  }
  if (isEmptyFolder(folder)) return { folder, exists: true };
  if (!replaces) {
    throw new UserError(
      `--out: ${folder} is not empty; name another folder, or give --replace if an earlier export wrote it`,
    );
  }
  refuseDetour(folder, manifestFile);
  const path = join(folder, manifestFile);
  if (statOf(path) === undefined) {
    throw new UserError(
      `--replace: ${folder} has no ${manifestFile}, so no export has written it; name another folder`,
    );
  }
  const manifest = parseManifest(path, readText(path));
  const odd = Object.keys(manifest.files).find((file) => !isSafePath(file));
  if (odd !== undefined) {
    throw new UserError(
      `${path}: ${JSON.stringify(odd)} is not the path of a file that \`export\` writes; restore the manifest`,
    );
  }
  return { folder, exists: true, manifest };
}

/**
 * Writes a generated project. A project in a new folder appears as a whole; in an existing one every file is written before the first
 * takes its place.
 *
 * @param files The contents by path, with `/`.
 * @throws UserError if files were edited since the last export, or are in the way: then nothing is changed.
 */
export function writeProject(
  { folder, exists, manifest: before }: Target,
  files: ReadonlyMap<string, string>,
  entries: ManifestEntries,
): Written {
  refuseUnsafe(files);
  const known = new Map(Object.entries(before?.files ?? {}));
  const found = new Map<string, string | undefined>();
  for (const path of new Set([...files.keys(), ...known.keys(), manifestFile])) {
    refuseDetour(folder, path);
    const place = join(folder, ...path.split("/"));
    found.set(path, statOf(place) === undefined ? undefined : hashOf(withLineFeeds(readFileSync(place))));
  }
  const isEdited = (path: string): boolean => {
    const [now, generated] = [found.get(path), files.get(path)];
    const isOurs = now === undefined || now === known.get(path);
    // A file that is already as it should be was written by an export that was interrupted.
    return !isOurs && !(generated !== undefined && now === hashOf(generated));
  };
  const edited = [...found.keys()].filter((path) => path !== manifestFile && isEdited(path));
  const left = edited.filter((path) => scaffold.includes(path) && known.has(path));
  refuseEdited(
    folder,
    known,
    edited.filter((path) => !left.includes(path)),
  );
  const removed = [...known.keys()].filter((path) => !files.has(path) && !left.includes(path));
  const contents = new Map([...files].filter(([path]) => !left.includes(path)));
  const hashes = Object.fromEntries(
    [...files.keys(), ...left].map((path) => {
      const content = contents.get(path);
      return [path, content === undefined ? (known.get(path) ?? "") : hashOf(content)];
    }),
  );
  const manifest: Manifest = { version: 1, entries, files: hashes };
  const all = new Map([...contents, [manifestFile, formatManifest(manifest)]]);
  const changed = new Map([...all].filter(([path, content]) => found.get(path) !== hashOf(content)));
  if (exists) replaceFiles(folder, changed, removed);
  else writeFolder(folder, all);
  const own = (paths: Iterable<string>): string[] =>
    [...paths].filter((path) => path !== manifestFile).sort();
  return {
    written: own(changed.keys()),
    unchanged: own(all.keys()).filter((path) => !changed.has(path)),
    removed: own(removed).filter((path) => found.get(path) !== undefined),
    left: left.sort(),
  };
}

/** Nothing that a workspace contains decides where a file goes. */
function refuseUnsafe(files: ReadonlyMap<string, string>): void {
  const seen = new Set<string>([manifestFile]);
  for (const path of files.keys()) {
    // Some file systems do not tell capitals from small letters.
    const folded = path.toLowerCase();
    if (!isSafePath(path) || seen.has(folded)) {
      throw new Error(`the generated project has a file ${JSON.stringify(path)}, so nothing was written`);
    }
    seen.add(folded);
  }
}

function refuseEdited(folder: string, known: ReadonlyMap<string, string>, edited: readonly string[]): void {
  const own = edited.filter((path) => !known.has(path));
  if (own.length > 0) {
    throw new UserError(
      `--replace: no export has written ${listed(own)} in ${folder}, and this one would: move ${own.length === 1 ? "it" : "them"} away`,
    );
  }
  if (edited.length > 0) {
    throw new UserError(
      `--replace: edited since the last export, and so not overwritten: ${listed(edited)} in ${folder}; undo the edits (git checkout), and put what is yours into files of your own`,
    );
  }
}

function listed(paths: readonly string[]): string {
  return [...paths].sort().join(", ");
}

/** A folder that does not exist appears as a whole. */
function writeFolder(folder: string, files: ReadonlyMap<string, string>): void {
  mkdirSync(dirname(folder), { recursive: true });
  const staged = join(dirname(folder), `.${basename(folder)}.${randomBytes(6).toString("hex")}.tmp`);
  mkdirSync(staged);
  try {
    for (const [path, content] of files) writeNew(staged, path, content);
    renameSync(staged, folder);
  } catch (error) {
    rmSync(staged, { recursive: true, force: true });
    throw error;
  }
}

/** Writes all files beside their places, then moves them there, the manifest last: until then the old one holds. */
function replaceFiles(folder: string, files: ReadonlyMap<string, string>, removed: readonly string[]): void {
  const suffix = `.${randomBytes(6).toString("hex")}.tmp`;
  const staged: string[] = [];
  try {
    for (const [path, content] of files) {
      staged.push(path);
      writeNew(folder, `${path}${suffix}`, content);
    }
  } catch (error) {
    for (const path of staged) rmSync(placeOf(folder, `${path}${suffix}`), { force: true });
    throw error;
  }
  const move = (path: string): void => renameSync(placeOf(folder, `${path}${suffix}`), placeOf(folder, path));
  for (const path of staged.filter((path) => path !== manifestFile)) move(path);
  for (const path of removed) remove(folder, path);
  if (files.has(manifestFile)) move(manifestFile);
}

/** Never through a link, and never over a file. */
function writeNew(folder: string, path: string, content: string): void {
  const place = placeOf(folder, path);
  mkdirSync(dirname(place), { recursive: true });
  writeFileSync(place, content, { flag: "wx", flush: true });
}

/** Removes a file, and the folders that it leaves empty. */
function remove(folder: string, path: string): void {
  rmSync(placeOf(folder, path), { force: true });
  for (let parent = dirname(path); parent !== "."; parent = dirname(parent)) {
    const place = placeOf(folder, parent);
    if (statOf(place) === undefined) continue;
    if (!isEmptyFolder(place)) return;
    rmdirSync(place);
  }
}

/** As it was written: git may put other line ends into a working copy. */
function withLineFeeds(content: Buffer): string {
  return content.toString("utf8").replaceAll("\r\n", "\n");
}

function placeOf(folder: string, path: string): string {
  return join(folder, ...path.split("/"));
}
