import { execFile } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { repository } from "../harness";

/**
 * Runs only with `npm run test:package`, because it downloads all dependencies with each package manager. Their versions are pinned here
 * rather than in devDependencies, which everyone who tries `npm start` installs.
 */
interface PackageManager {
  readonly name: string;
  /** The command, without arguments. All are started by npm, which is always installed. */
  readonly command: readonly string[];
  /** The arguments before the name of an installed program. */
  readonly exec: readonly string[];
  /** The files of its project besides package.json. */
  readonly files: Readonly<Record<string, string>>;
}

const withNpm = (package_: string, command: string): string[] => [
  ...["exec", "--yes", `--package=${package_}`, "--", command],
];
const provider = "file:../pulumi-connectors.tgz";

/** docs/versioning.md promises it: zod needs `NoInfer`, which is as old. */
const oldestTypeScript = "5.4.5";

const packageManagers: readonly PackageManager[] = [
  { name: "npm", command: [], exec: ["exec", "--"], files: {} },
  {
    // Its default layout: each package finds only the dependencies that it declares.
    name: "pnpm",
    command: withNpm("pnpm@12.21.0", "pnpm"),
    exec: ["exec"],
    files: {
      "pnpm-workspace.yaml": `storeDir: ./store\ncacheDir: ./cache\n
allowBuilds:\n  protobufjs: false\n
overrides:\n  pulumi-connectors: ${provider}\n`,
    },
  },
  {
    // Pulumi does not support Plug'n'Play, its default: https://github.com/pulumi/pulumi/issues/3586
    name: "yarn",
    command: withNpm("@yarnpkg/cli-dist@4.18.1", "yarn"),
    exec: ["run"],
    files: {
      ".yarnrc.yml":
        "nodeLinker: node-modules\nglobalFolder: ./cache\nenableTelemetry: false\nenableImmutableInstalls: false\n",
      "yarn.lock": "",
    },
  },
];

const program = `
const source = new unstructured.Source("invoices", {
  type: "s3",
  config: { remote_url: "s3://bucket/", access_key_id: "id", secret_access_key: pulumi.secret("PLANTED") },
});
const connector = new aisquared.Connector("warehouse", {
  connectorType: "destination",
  connectorName: "Http",
  configuration: { destination_url: "https://example.com" },
});
const collection = new airweave.Collection("support");
`;
const imports = `import * as pulumi from "@pulumi/pulumi";
import { airweave, aisquared, unstructured } from "pulumi-connectors";
`;
const exported = "export const ids: pulumi.Output<string>[] = [source.id, connector.id, collection.id];\n";

/** The same program in each module format, with its package.json. */
const forms = [
  { form: "TypeScript", manifest: {}, file: "index.ts", text: imports + program + exported },
  {
    form: "CommonJS",
    manifest: {},
    file: "index.js",
    text: `const pulumi = require("@pulumi/pulumi");
const { airweave, aisquared, unstructured } = require("pulumi-connectors");
${program}
exports.ids = [source.id, connector.id, collection.id];`,
  },
  {
    form: "ES modules",
    manifest: { type: "module" },
    file: "index.js",
    text: imports + program + exported.replace(/: .*\[\]/, ""),
  },
] as const;

/** Compiles only if the types are found, because an unused directive is an error. */
const misspelled = `import { unstructured } from "pulumi-connectors";
// @ts-expect-error
export const config: unstructured.SourceArgs = { type: "s3", config: { remote_urll: "s3://bucket/" } };
`;

const tsconfig = (module: string, moduleResolution: string): object => ({
  compilerOptions: {
    ...{ target: "es2022", module, moduleResolution, types: ["node"] },
    ...{ strict: true, skipLibCheck: false, noEmit: true },
  },
  files: ["index.ts", "misspelled.ts"],
});

/** The environment without npm's variables about the current project. */
const environment = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !/^(npm_(?!config_(registry|cafile|cache|.*proxy))|INIT_CWD$)/i.test(name),
  ),
);

/** Runs npm in a folder. @returns its output. */
async function npm(folder: string, ...args: readonly string[]): Promise<string> {
  const path = process.env.npm_execpath;
  const [file, first] = path === undefined ? ["npm", []] : [process.execPath, [path]];
  return new Promise((resolve, reject) => {
    execFile(
      file,
      [...first, ...args],
      { cwd: folder, env: environment, maxBuffer: 2 ** 24 },
      (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(new Error(`npm ${args.join(" ")} failed: ${stdout}${stderr}`));
      },
    );
  });
}

const readJson = (...path: readonly string[]): unknown => JSON.parse(readFileSync(join(...path), "utf8"));

let folder: string;

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "install-")));
  for (const [workspace, name] of [
    ["provider", "pulumi-connectors"],
    ["sandbox", "pulumi-connectors-sandbox"],
  ] as const) {
    const packed = await npm(repository, "pack", "--json", "-w", workspace, "--pack-destination", folder);
    const [{ filename } = { filename: "" }] = Object.values(JSON.parse(packed) as { filename: string }[]);
    // Renamed without the version, which the files below would need otherwise.
    renameSync(join(folder, filename), join(folder, `${name}.tgz`));
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(packageManagers)(
  "the packed packages, installed by $name,",
  ({ name, command, exec, files }) => {
    const { devDependencies } = readJson(repository, "package.json") as {
      devDependencies: Readonly<Record<string, string>>;
    };
    const versions = (...names: readonly string[]): object =>
      Object.fromEntries(names.map((dependency) => [dependency, devDependencies[dependency]]));
    const manifest = {
      name: "empty",
      private: true,
      dependencies: {
        ...versions("@pulumi/pulumi"),
        "pulumi-connectors": provider,
        "pulumi-connectors-sandbox": "file:../pulumi-connectors-sandbox.tgz",
      },
      devDependencies: versions("@types/node", "typescript"),
      // The sandbox depends on a version of the provider that may not be published yet.
      resolutions: { "pulumi-connectors": provider },
    };
    let project: string;
    const write = (path: string, text: string): void => writeFileSync(join(project, path), text);
    /** Runs an installed program as users of the package manager do. */
    const run = (...args: readonly string[]): Promise<string> => npm(project, ...command, ...exec, ...args);

    const sandbox = (...args: readonly string[]): Promise<string> =>
      run("connectors-sandbox", ...args, "--log", "requests.jsonl");
    /** The successful write requests. */
    const writes = (): string[] =>
      readFileSync(join(project, "requests.jsonl"), "utf8")
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line) as { method: string; path: string; status: number })
        .filter(({ method, path, status }) => method !== "GET" && !path.endsWith("/login") && status < 300)
        .map(({ method, path }) => `${method} ${path}`);
    const statePath = (): string => join(project, ".sandbox", "stacks", "dev.json");
    /** The ids of the managed resources. */
    const managed = (): string[] => {
      const { deployment } = readJson(statePath()) as {
        deployment: { resources?: { type: string; id: string }[] };
      };
      const resources = deployment.resources ?? [];
      return resources
        .filter(({ type }) => type.startsWith("pulumi-nodejs:dynamic/"))
        .map(({ id }) => id)
        .sort();
    };

    beforeAll(async () => {
      project = join(folder, name);
      mkdirSync(project);
      write("package.json", JSON.stringify(manifest));
      write("Pulumi.yaml", "name: empty\nruntime: nodejs\n");
      for (const [path, text] of Object.entries(files)) write(path, text);
      await npm(project, ...command, "install");
    }, 600_000);

    it.each([
      ["nodenext", "nodenext"],
      ["preserve", "bundler"],
    ])(
      "type-check a program with modules %s, resolution %s, and all libraries, with the current and the oldest TypeScript",
      async (module, moduleResolution) => {
        write("index.ts", forms[0].text);
        write("misspelled.ts", misspelled);
        write("tsconfig.json", JSON.stringify(tsconfig(module, moduleResolution)));
        await run("tsc");
        const old = withNpm(`typescript@${oldestTypeScript}`, "tsc");
        expect(await npm(project, ...old, "--version")).toContain(oldestTypeScript);
        await npm(project, ...old);
      },
      600_000,
    );

    it.each(forms)(
      "deploy a program in $form",
      async ({ file, text, manifest: modules }) => {
        for (const other of ["index.ts", "index.js", "requests.jsonl", ".sandbox"])
          rmSync(join(project, other), { recursive: true, force: true });
        write("package.json", JSON.stringify({ ...manifest, ...modules }));
        write(file, text);

        await sandbox("up");
        expect(writes().sort()).toEqual([
          "POST /api/v1/connectors",
          "POST /api/v1/sources/",
          "POST /collections",
        ]);
        const ids = managed();
        expect(ids).toHaveLength(3);
        expect(readFileSync(statePath(), "utf8")).not.toContain("PLANTED");

        await sandbox("up", "--skip-preview", "--refresh", "--expect-no-changes");
        expect(writes()).toHaveLength(3);
        expect(managed()).toEqual(ids);

        await sandbox("destroy", "--skip-preview");
        const deleted = writes().slice(3);
        for (const id of ids) expect(deleted).toContainEqual(expect.stringMatching(`^DELETE .*/${id}$`));
        expect(managed()).toEqual([]);
      },
      600_000,
    );
  },
);
