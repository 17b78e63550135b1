// `npm run check:package` packs both packages and checks what users would get: manifest, types, contents, size, imports. With `--publish`,
// as `npm publish` and the release run it, the addresses must be there, too. `--into <folder>` keeps the tarballs there.
import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { contentProblems } from "./check-package/contents.mjs";
import { runNpm } from "./npm.mjs";
import { root } from "./setup.mjs";

const { values } = parseArgs({ options: { publish: { type: "boolean" }, into: { type: "string" } } });

const folder = mkdtempSync(join(tmpdir(), "check-package-"));
let failed = false;
try {
  for (const { name, tarball, workspace } of pack()) {
    const data = readFileSync(tarball);
    const contents = createPackageFromTarballData(data);
    const files = filesOf(contents, name);
    const problems = [
      ...contentProblems(name, Object.fromEntries(files), {
        packedBytes: data.length,
        catalog: catalogOf(workspace),
        folders: [root, homedir()],
      }),
      ...addressProblems(JSON.parse(files.get("package.json"))),
      ...(await manifestProblems(data)),
      ...(await typeProblems(contents, files)),
      ...importProblems(name, files, workspace),
    ];
    console.log(`${name}: ${data.length} bytes, ${files.size} files, ${problems.length} problems`);
    for (const problem of problems) console.log(`  ${problem}`);
    failed ||= problems.length > 0;
  }
} finally {
  rmSync(folder, { recursive: true });
}
process.exitCode = failed ? 1 : 0;

/** Packs as for publishing, which builds first. */
function pack() {
  const workspaces = ["provider", "sandbox"];
  const args = [
    "pack",
    "--json",
    ...workspaces.flatMap((name) => ["-w", name]),
    "--pack-destination",
    folder,
  ];
  const options = { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] };
  const { status, stdout, error } = runNpm(args, options);
  if (status !== 0) throw error ?? new Error(`npm pack exited with ${status}`);
  const packed = Object.values(JSON.parse(stdout));
  if (values.into !== undefined) {
    mkdirSync(values.into, { recursive: true });
    for (const { filename } of packed) copyFileSync(join(folder, filename), join(values.into, filename));
  }
  return packed.map(({ name, filename }, index) => ({
    name,
    tarball: join(folder, filename),
    workspace: join(root, workspaces[index]),
  }));
}

/** The content of each file, by its path in the package. */
function filesOf(contents, name) {
  const prefix = `/node_modules/${name}/`;
  const paths = contents.listFiles().filter((path) => path.startsWith(prefix));
  return new Map(paths.map((path) => [path.slice(prefix.length), contents.readFile(path)]));
}

/** The paths of the catalog's files, as the package has them. */
function catalogOf(workspace) {
  return readdirSync(join(workspace, "catalog"), { recursive: true })
    .map((path) => `catalog/${path.replaceAll("\\", "/")}`)
    .filter((path) => path.endsWith(".json"));
}

/** The publisher fills in the two addresses from which the others follow. */
function addressProblems(manifest) {
  if (!values.publish) return [];
  return Object.entries({ homepage: "homepage", bugs: "repository", repository: "repository" })
    .filter(([field]) => manifest[field] === undefined)
    .map(
      ([field, source]) =>
        `${field}: missing; set \`${source}\` in the root's package.json, then \`npm run generate\``,
    );
}

async function manifestProblems(data) {
  const tarball = data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength);
  const { messages, pkg } = await publint({ pack: { tarball }, strict: true, level: "suggestion" });
  return messages.map((message) => `publint: ${formatMessage(message, pkg, { color: false })}`);
}

async function typeProblems(contents, files) {
  // Export patterns are only checked for entry points that are listed.
  const hosts = [...files.keys()].flatMap(
    (path) => /^dist\/platforms\/(.+\/host)\.js$/.exec(path)?.[1] ?? [],
  );
  const { types, problems } = await checkPackage(contents, {
    includeEntrypoints: hosts.map((host) => `./${host}`),
  });
  if (types === false) return ["types: missing"];
  return (
    problems
      // Only the provider host loads these, with `require`. Programs never resolve them, so node10, which ignores `exports`, does not matter.
      .filter(
        ({ entrypoint, resolutionKind }) =>
          !(hosts.includes(entrypoint?.slice(2)) && resolutionKind === "node10"),
      )
      .map((problem) => `types: ${JSON.stringify(problem)}`)
  );
}

/** ES module imports must find all names that `require` finds: Node detects them by parsing the module. */
function importProblems(name, files, workspace) {
  const project = join(folder, name);
  const modules = join(project, "node_modules");
  for (const [path, text] of files) {
    mkdirSync(dirname(join(modules, name, path)), { recursive: true });
    writeFileSync(join(modules, name, path), text);
  }
  const { dependencies, peerDependencies } = JSON.parse(files.get("package.json"));
  for (const dependency of Object.keys({ ...dependencies, ...peerDependencies })) {
    const candidates = [workspace, root].map((folder) => join(folder, "node_modules", dependency));
    const link = join(modules, dependency);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(candidates.find(existsSync) ?? "", link, "junction");
  }
  writeFileSync(
    join(project, "names.mjs"),
    `import * as imported from "${name}";
     import { createRequire } from "node:module";
     const required = createRequire(import.meta.url)("${name}");
     const names = Object.keys(required);
     const missing = names.filter((name) => imported[name] !== required[name]);
     if (names.length === 0 || missing.length > 0) console.log("not found: " + missing);`,
  );
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(project, "names.mjs")], {
    encoding: "utf8",
  });
  return status === 0 && stdout === "" ? [] : [`import: ${stdout}${stderr}`];
}
