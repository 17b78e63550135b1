import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** The type whose addition docs/contributing/connector-type.md shows: small, and with a secret. */
const example = { platform: "unstructured", role: "source", type: "mongodb" };
const { platform, role, type } = example;

/** What is written by hand for the type, in the order of the page. */
const typesPath = "test/unit/provider/catalog/vendor-types.json";
const handwritten = [`provider/catalog/${platform}/${role}/${type}.json`, typesPath];

/**
 * The page with its diffs: what adding the type changes in this repository. A block of the page follows `<!-- diff: by hand -->` or
 * `<!-- diff: generated -->`.
 *
 * @param page The text of the page.
 * @param catalog As `readCatalog` returns it.
 * @param generated What the scripts make of a catalog: a map from each path to its formatted text.
 * @param read Returns the text of a file of the repository.
 * @returns undefined if the catalog does not have the type, as when somebody follows the page.
 */
export async function connectorTypePage({ page, catalog, generated, read }) {
  const smaller = catalog.map((part) =>
    part.platform === platform && part.role === role
      ? { ...part, entries: part.entries.filter(([name]) => name !== type) }
      : part,
  );
  const count = (entries) => entries.reduce((sum, part) => sum + part.entries.length, 0);
  if (count(smaller) === count(catalog)) return undefined;

  const now = new Map(await Promise.all(handwritten.map(async (path) => [path, await read(path)])));
  const before = new Map([...now].map(([path, text]) => [path, withoutType(path, text)]));
  return withDiffs(page, {
    "by hand": diff(before, now),
    generated: diff(await generated(smaller), await generated(catalog)),
  });
}

/** A file as it would be if the type did not exist; undefined if there would be none. */
function withoutType(path, text) {
  if (path === typesPath)
    return text.replace(new RegExp(`(?<="${platform}/${role}": \\[[^\\]]*)\\n *"${type}",`), "");
  return undefined;
}

/** The unified diff between two sets of files, as `git apply` takes it, without the lines of `index`. */
function diff(before, after) {
  const folder = mkdtempSync(join(tmpdir(), "walkthrough-"));
  const differing = [...after].filter(([path, text]) => before.get(path) !== text);
  try {
    return differing
      .map(([path, text]) => {
        write(folder, "a", path, before.get(path));
        write(folder, "b", path, text);
        const isNew = before.get(path) === undefined;
        const { stdout, error } = spawnSync(
          "git",
          [
            ...["diff", "--no-index", "--no-color", "--no-ext-diff", "--no-prefix", "-U2"],
            ...["--diff-algorithm=myers", "--no-indent-heuristic", "--inter-hunk-context=0"],
            ...["--", isNew ? "/dev/null" : `a/${path}`, `b/${path}`],
          ],
          { cwd: folder, encoding: "utf8" },
        );
        if (error) throw error;
        // The path of a new file is that of one side only.
        return (
          stdout
            .replace(/^index .*\n/m, "")
            .replace(/^diff --git .*$/m, `diff --git a/${path} b/${path}`)
            .replace(/^(@@ .* @@).*$/gm, "$1")
            // `git apply` takes an empty line for one that is empty on both sides, and Prettier leaves no other.
            .replace(/^ $/gm, "")
        );
      })
      .join("");
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function write(folder, side, path, text) {
  if (text === undefined) return;
  const file = join(folder, side, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** A fence is longer than any that the diff has in its lines. */
function withDiffs(page, diffs) {
  return page.replace(/^(<!-- diff: (.+) -->\n\n)(`{3,})diff\n[^]*?^\3\n/gm, (_block, marker, name) => {
    const fence = diffs[name].includes("```") ? "````" : "```";
    return `${marker}${fence}diff\n${diffs[name]}${fence}\n`;
  });
}
