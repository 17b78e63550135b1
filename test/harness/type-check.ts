import { join } from "node:path";
import ts from "typescript";
import { repository } from "./project";

/** What `pulumi new typescript` writes. */
export const programOptions: ts.CompilerOptions = {
  strict: true,
  target: ts.ScriptTarget.ES2020,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  types: ["node"],
  noEmit: true,
  // The full run also checks the declarations of all packages, including ours.
  skipLibCheck: process.env.TEST_FULL_SDK === undefined,
};

/**
 * Compiles TypeScript modules, which need not exist on disk, in one run.
 *
 * @param modules Source text by name.
 * @returns the problems by module, each with the text that it is about at its end; those without a module have an empty name.
 */
export function typeProblems(modules: Readonly<Record<string, string>>): Map<string, string[]> {
  const names = new Map(
    Object.keys(modules).map((name): [string, string] => [
      join(repository, "test", `${name}.program.ts`),
      name,
    ]),
  );
  const textOf = (path: string): string | undefined => modules[names.get(path) ?? ""];
  const host = ts.createCompilerHost(programOptions);
  const program = ts.createProgram([...names.keys()], programOptions, {
    ...host,
    getSourceFile: (path, ...rest) => {
      const text = textOf(path);
      return text === undefined
        ? host.getSourceFile(path, ...rest)
        : ts.createSourceFile(path, text, ts.ScriptTarget.ES2020);
    },
    fileExists: (path) => names.has(path) || host.fileExists(path),
    readFile: (path) => textOf(path) ?? host.readFile(path),
  });
  const problems = new Map<string, string[]>();
  for (const { file, start = 0, length = 0, messageText } of ts.getPreEmitDiagnostics(program)) {
    const name = names.get(file?.fileName ?? "") ?? "";
    const at = file === undefined ? "" : `\nat: ${file.text.slice(start, start + length)}`;
    const problem = ts.flattenDiagnosticMessageText(messageText, "\n") + at;
    problems.set(name, [...(problems.get(name) ?? []), problem]);
  }
  return problems;
}
