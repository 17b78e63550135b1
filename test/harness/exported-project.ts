import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { transformSync } from "@swc/core";
import type { Manifest } from "../../provider/src/command-line/export/manifest";
import type { TestPlatform } from "./platform";
import { repository, type TestProject } from "./project";

const run = promisify(execFile);

/** Runs `export` on the platforms, as a user does. @returns what it printed. */
export async function exportTo(
  folder: string,
  platforms: Readonly<Record<string, TestPlatform>>,
  ...flags: readonly string[]
): Promise<string> {
  const env = Object.assign(
    { ...process.env },
    ...Object.values(platforms).map((each) => each.env),
  ) as NodeJS.ProcessEnv;
  const command = join(repository, "provider", "dist", "command-line", "cli.js");
  const args = ["export", ...Object.keys(platforms), "--out", folder, ...flags];
  const { stdout } = await run(process.execPath, [command, ...args], { env });
  return stdout;
}

export function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, "export-manifest.json"), "utf8")) as Manifest;
}

/**
 * The stack config that an exported program needs, as JSON by key.
 *
 * @param valueOf The secret of an object, `platform.Kind id`, at a path of its arguments.
 */
export function secretConfig(
  { entries }: Manifest,
  valueOf: (object: string, path: string) => unknown,
): Record<string, string> {
  const config: Record<string, unknown> = {};
  for (const [object, { configKeys }] of Object.entries(entries)) {
    for (const [path, key] of Object.entries(configKeys)) {
      const [group = "", leaf] = key.split(".");
      const value = valueOf(object, path);
      config[group] =
        leaf === undefined ? value : { ...(config[group] as object | undefined), [leaf]: value };
    }
  }
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [`test:${key}`, JSON.stringify(value)]),
  );
}

/** The files of a folder, with their contents. */
export function textsOf(folder: string): Record<string, string> {
  const files = readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), "utf8")] as const);
  return Object.fromEntries(files);
}

/** The declarations of a program, by the kind and id of what each takes over. */
export function declarationsOf(texts: Readonly<Record<string, string>>): Map<string, string> {
  const all = Object.entries(texts)
    .filter(([file]) => file.endsWith(".ts"))
    .flatMap(([, text]) => text.split("\n\n"));
  return new Map(
    all.flatMap((text) => {
      const kind = /new (\w+\.\w+)\(/.exec(text)?.[1];
      const id = /adopt: "([^"]+)"/.exec(text)?.[1];
      return kind === undefined || id === undefined ? [] : [[`${kind} ${id}`, text] as const];
    }),
  );
}

/** Makes the exported program that of the project. */
export function useProgram(project: TestProject, folder: string): void {
  for (const file of readdirSync(folder).filter((each) => each.endsWith(".ts"))) {
    const { code } = transformSync(readFileSync(join(folder, file), "utf8"), {
      jsc: { parser: { syntax: "typescript" }, target: "es2022" },
      module: { type: "commonjs" },
    });
    project.write(file.replace(/ts$/, "js"), code);
  }
}
