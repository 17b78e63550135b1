import { readFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { version } from "../../../program/check-package";
import { kebabCase } from "./words";

/** The files of a project around its program, by their path. */
export function projectFiles(project: string): [string, string][] {
  return [
    ["Pulumi.yaml", stringify({ name: project, runtime: "nodejs" }, { lineWidth: 0 })],
    ["package.json", packageJson(project)],
    ["tsconfig.json", tsconfig],
    [".gitignore", "node_modules/\n"],
  ];
}

function packageJson(project: string): string {
  const manifest = {
    name: kebabCase(project, "project"),
    private: true,
    dependencies: {
      "@pulumi/pulumi": peerRange("@pulumi/pulumi"),
      "pulumi-connectors": `^${version}`,
    },
    // Pulumi runs a TypeScript program with the project's own compiler; without one, with an old one that cannot read our types.
    devDependencies: { "@types/node": "^20.19.0", typescript: "^5.9.0" },
  };
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}

/** The range of a package that this one asks its users to install. */
function peerRange(name: string): string {
  const manifest = join(__dirname, "..", "..", "..", "..", "package.json");
  const { peerDependencies } = JSON.parse(readFileSync(manifest, "utf8")) as {
    readonly peerDependencies: Readonly<Record<string, string>>;
  };
  return peerDependencies[name] ?? "*";
}

/** As `pulumi new typescript` writes it. */
const tsconfig = `{
  "compilerOptions": {
    "strict": true,
    "outDir": "bin",
    "target": "es2020",
    "module": "nodenext",
    "moduleResolution": "nodenext",
    "sourceMap": true,
    "experimentalDecorators": true,
    "pretty": true,
    "noFallthroughCasesInSwitch": true,
    "noImplicitReturns": true,
    "forceConsistentCasingInFileNames": true
  },
  "include": ["*.ts"]
}
`;
