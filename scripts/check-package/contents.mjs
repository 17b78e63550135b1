/** What both packages have at the top. All of it is required. */
const topFiles = ["CHANGELOG.md", "LICENSE", "README.md", "package.json"];

/**
 * What each package contains, by name: the files of its folders, and limits in bytes, which leave a third for growth. A package that needs
 * more says so here.
 */
const shapes = {
  "pulumi-connectors": {
    folders: {
      dist: /\.(?:js|d\.ts)$/,
      catalog: /^[a-z]+\/(?:source|destination)\/[\w.-]+\.json$/,
      "policy-pack": /^(?:PulumiPolicy\.yaml|package\.json|index\.js|light-sdk\.js)$/,
    },
    packedBytes: 630_000,
    unpackedBytes: 2_400_000,
  },
  "pulumi-connectors-sandbox": {
    folders: {
      dist: /\.(?:js|d\.ts)$/,
      catalog: /^[a-z]+\/(?:source|destination)\/[\w.-]+\.json$/,
    },
    packedBytes: 350_000,
    unpackedBytes: 1_300_000,
  },
};

/** Tests and what they read, wherever they are. `dist/testing` is the public helper for users' own tests. */
const test = /(?:^|\/)(?:tests?|__tests__|fixtures)\/|\.(?:test|spec)\.[^/]*$/;
/** Home folders of the common systems. */
const machinePath = /\/home\/|\/Users\/|\/root\/|[A-Z]:\\\\?Users/;

/**
 * What is wrong with the contents of a package: files that it must not have, files that it lacks, its size, and paths of the machine that
 * packed it.
 *
 * @param name The package's.
 * @param files An object with the text of each file, by its path in the package.
 * @param expected `packedBytes`: the size of the tarball. `catalog`: the paths of all files of the catalog. `folders`: paths that no file
 *   may contain.
 * @returns One line a problem.
 */
export function contentProblems(name, files, { packedBytes, catalog, folders }) {
  const shape = shapes[name];
  if (shape === undefined)
    return [`${name}: scripts/check-package/contents.mjs does not say what it contains`];
  const unpackedBytes = Object.values(files).reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  const missing = [...topFiles, ...catalog].filter((path) => !(path in files));
  const empty = Object.keys(shape.folders).filter(
    (folder) => !Object.keys(files).some((path) => path.startsWith(`${folder}/`)),
  );
  return [
    ...(packedBytes <= shape.packedBytes ? [] : [tooLarge("the tarball", packedBytes, shape.packedBytes)]),
    ...(unpackedBytes <= shape.unpackedBytes
      ? []
      : [tooLarge("the package", unpackedBytes, shape.unpackedBytes)]),
    ...missing.map((path) => `${path}: not packed`),
    ...empty.map((folder) => `${folder}/: not packed`),
    ...Object.entries(files).flatMap(([path, text]) => [
      ...(isExpected(path, shape) ? [] : [`${path}: should not be packed`]),
      ...(machinePath.test(text) || folders.some((folder) => text.includes(folder))
        ? [`${path}: contains a path of this machine`]
        : []),
    ]),
  ];
}

function isExpected(path, { folders }) {
  const [, folder, inside] = /^([^/]+)\/(.+)$/.exec(path) ?? [];
  if (folder === undefined) return topFiles.includes(path);
  return (folders[folder]?.test(inside) ?? false) && !test.test(inside);
}

function tooLarge(what, bytes, limit) {
  return `${what} has ${bytes} bytes, more than ${limit}; scripts/check-package/contents.mjs has the limit`;
}
