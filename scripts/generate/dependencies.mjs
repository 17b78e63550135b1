import { code, table } from "./markdown.mjs";

/** What loads a dependency, as docs/dependencies.json names it. */
const loaders = {
  program: "the user's program",
  host: "the provider host, a process of its own",
  lookups: "the user's program, with the first lookup that it calls",
  policies: "a policy pack",
  "stack config": "a program that imports `pulumi-connectors/stack-config`",
  command: "`npx pulumi-connectors`",
  sandbox: "the sandbox's processes",
  build: "the compiler",
  checks: "`npm run check` and `npm run generate`",
  tests: "the tests",
  site: "the build of the documentation site",
};
const groups = {
  dependencies: "",
  optionalDependencies: " (optional)",
  peerDependencies: " (peer)",
  devDependencies: "",
};

/**
 * The page on dependencies.
 *
 * @param manifests The parsed package.json of each folder, by folder; the root's is `.`.
 * @param lock The parsed package-lock.json.
 * @param reasons The parsed docs/dependencies.json: a row for each dependency of each folder.
 * @param measured `bytes` and `licence` of each installed package, by its path in the lock file, without the packages inside it.
 * @throws Error if a dependency has no row, or a row no dependency.
 */
export function dependenciesPage({ manifests, lock, reasons, measured }) {
  const own = new Set(Object.values(manifests).map(({ name }) => name));
  const problems = [];
  const sections = Object.entries(reasons).map(([folder, rows]) => {
    const manifest = manifests[folder] ?? {};
    const declared = Object.entries(groups).flatMap(([group, remark]) =>
      Object.keys(manifest[group] ?? {})
        .filter((name) => !own.has(name))
        .map((name) => ({ name, remark })),
    );
    const names = declared.map(({ name }) => name);
    problems.push(
      ...names.filter((name) => !(name in rows)).map((name) => `no row for ${name} of ${folder}`),
      ...Object.keys(rows)
        .filter((name) => !names.includes(name))
        .map((name) => `${folder} does not depend on ${name}`),
      ...Object.entries(rows).flatMap(([name, { loadedBy, reason }]) => [
        ...loadedBy.filter((each) => !(each in loaders)).map((each) => `${name}: loadedBy has no ${each}`),
        ...(reason ? [] : [`${name}: no reason`]),
      ]),
    );
    return { folder, manifest, rows, declared };
  });
  problems.push(
    ...Object.keys(manifests)
      .filter((folder) => !(folder in reasons))
      .map((folder) => `no section ${folder}`),
  );
  if (problems.length > 0) throw new Error(`docs/dependencies.json: ${problems.join("; ")}`);

  const installed = new Installed(lock, measured);
  return [
    "# Dependencies",
    "What each package depends on, why, and what loads it. The reasons are in `docs/dependencies.json`; sizes and licences are those of the installed packages. Packages that only one operating system or processor needs are not counted.",
    table(
      ["Loaded by", "Means"],
      Object.entries(loaders)
        .filter(([loader]) => sections.some(({ rows }) => uses(rows, loader)))
        .map(([loader, meaning]) => [loader, meaning]),
    ),
    ...sections.flatMap((section) => sectionOf(section, installed)),
  ].join("\n\n");
}

function uses(rows, loader) {
  return Object.values(rows).some(({ loadedBy }) => loadedBy.includes(loader));
}

function sectionOf({ folder, manifest, rows, declared }, installed) {
  const lines = declared.map(({ name, remark }) => {
    const { loadedBy, reason, licence, size } = rows[name];
    // A folder that is installed by itself is not in the lock file: its rows say what was measured.
    const path = size === undefined ? installed.find(folder, name) : undefined;
    const with_ = path === undefined ? undefined : installed.total([path]);
    return [
      code(name) + remark,
      loadedBy.join(", "),
      reason,
      path === undefined ? size : format(installed.measure(path).bytes),
      with_ === undefined || with_.packages === 1
        ? ""
        : `${format(with_.bytes)} in ${with_.packages} packages`,
      licence ?? installed.measure(path).licence,
    ];
  });
  return [
    `## ${folder === "." ? "Development" : code(manifest.private ? folder : manifest.name)}`,
    ...summary(folder, manifest, installed),
    table(["Package", "Loaded by", "Reason", "Size", "With what it needs", "Licence"], lines),
  ];
}

/** What a user's installation has because of a published package, besides what a Pulumi program has anyway. */
function summary(folder, manifest, installed) {
  if (manifest.private) return [];
  const sdk = installed.find(folder, "@pulumi/pulumi");
  const { packages, bytes } = installed.total([folder], installed.closure([sdk]));
  return [
    `Beside \`@pulumi/pulumi\` and its dependencies, it installs ${packages} packages of others: ${format(bytes)}, with the optional ones.`,
  ];
}

/** The installed packages, by their path in the lock file. */
class Installed {
  #packages;
  #measured;

  constructor(lock, measured) {
    this.#packages = lock.packages;
    this.#measured = measured;
  }

  /** Bytes and licence of one package. */
  measure(path) {
    const found = this.#measured[path];
    if (found === undefined) throw new Error(`${path}: not installed; run \`npm ci\``);
    return found;
  }

  /** Where the dependency of a package is; a package of this repository is in its own folder. */
  find(from, name) {
    for (let folder = from === "." ? "" : from; ; folder = folder.replace(/(?:^|\/)[^/]*$/, "")) {
      const path = `${folder === "" ? "" : `${folder}/`}node_modules/${name}`;
      const found = this.#packages[path];
      if (found !== undefined) return found.link ? found.resolved : path;
      if (folder === "") throw new Error(`package-lock.json: no ${name} for ${from}`);
    }
  }

  /** Packages and all that they need, for any operating system; without those of this repository, but with what these need. */
  closure(paths) {
    const visited = new Set();
    const visit = (path) => {
      if (visited.has(path)) return;
      visited.add(path);
      const { dependencies, optionalDependencies } = this.#packages[path];
      for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
        const next = this.find(path, name);
        const { os, cpu } = this.#packages[next];
        if (os === undefined && cpu === undefined) visit(next);
      }
    };
    paths.forEach(visit);
    return new Set([...visited].filter((path) => path.includes("node_modules/")));
  }

  /** Number and bytes of packages and all that they need, without those of another set. */
  total(paths, without = new Set()) {
    const all = [...this.closure(paths)].filter((path) => !without.has(path));
    return { packages: all.length, bytes: all.reduce((sum, path) => sum + this.measure(path).bytes, 0) };
  }
}

/** Two digits: `4.2 MB`, `340 kB`. */
function format(bytes) {
  const kilobytes = bytes / 1000;
  const round = (number) => Number(number.toPrecision(2));
  return round(kilobytes) < 1000 ? `${Math.max(1, round(kilobytes))} kB` : `${round(kilobytes / 1000)} MB`;
}
