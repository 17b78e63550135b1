import { join } from "node:path";
import ts from "typescript";
import { repository } from "./project";
import { programOptions } from "./type-check";

/** What an editor shows for a place in a program. */
export interface Editor {
  /** The documentation beside the first `text` in a module; empty if there is none. */
  documentation(module: string, text: string): string;
  /** The names that can be completed in front of the first `text` in a module, each with its documentation. */
  completions(module: string, text: string): Map<string, string>;
}

/**
 * Opens TypeScript modules, which need not exist on disk, in one language service.
 *
 * @param modules Source text by name.
 */
export function editor(modules: Readonly<Record<string, string>>): Editor {
  const pathOf = (name: string): string => join(repository, "test", `${name}.program.ts`);
  const texts = new Map(
    Object.entries(modules).map(([name, text]): [string, string] => [pathOf(name), text]),
  );
  const exists = (path: string): boolean => texts.has(path) || ts.sys.fileExists(path);
  const read = (path: string): string | undefined => texts.get(path) ?? ts.sys.readFile(path);
  const service = ts.createLanguageService({
    getCompilationSettings: () => programOptions,
    getCurrentDirectory: () => repository,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    getScriptFileNames: () => [...texts.keys()],
    getScriptVersion: () => "1",
    getScriptSnapshot: (path) => {
      const text = read(path);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    fileExists: exists,
    readFile: read,
    directoryExists: (path) => ts.sys.directoryExists(path),
    getDirectories: (path) => ts.sys.getDirectories(path),
  });
  const positionOf = (module: string, text: string): number => {
    const position = modules[module]?.indexOf(text) ?? -1;
    if (position === -1) throw new Error(`${module} has no ${text}`);
    return position;
  };
  return {
    documentation(module, text) {
      const info = service.getQuickInfoAtPosition(pathOf(module), positionOf(module, text));
      return ts.displayPartsToString(info?.documentation);
    },
    completions(module, text) {
      const position = positionOf(module, text);
      const path = pathOf(module);
      const entries = service.getCompletionsAtPosition(path, position, undefined)?.entries ?? [];
      return new Map(
        entries.map(({ name }) => {
          const details = service.getCompletionEntryDetails(
            path,
            position,
            name,
            undefined,
            undefined,
            undefined,
            undefined,
          );
          return [name, ts.displayPartsToString(details?.documentation)];
        }),
      );
    },
  };
}
