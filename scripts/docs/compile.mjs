// Asks the compiler what is wrong with the examples, and which exports have no doc comment.
import { join } from "node:path";
import ts from "typescript";
import { examplesOf, modulePath } from "./examples.mjs";

/** As a program of a user, with `await` at the top level. */
const options = {
  strict: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  types: ["node"],
  noEmit: true,
  skipLibCheck: true,
};

/**
 * Compiles all examples at once, and reads the declarations of the packages.
 *
 * @param root The repository, whose packages are built.
 * @param files Markdown files, and sources with doc comments: text by path.
 * @param entries Declaration files, by path from the root, with the name by which a program imports them.
 * @returns the problems, a line each.
 */
export function compile(root, files, entries) {
  const folder = root.replaceAll("\\", "/");
  const examples = [...files].flatMap(([path, text]) =>
    examplesOf(path, text).map((example) => ({ path, ...example })),
  );
  const modules = new Map(examples.map(({ module }, index) => [modulePath(folder, index), module]));
  const named = new Map([...modules.keys()].map((path, index) => [path, examples[index]]));
  // The program that examples of tests import.
  modules.set(modulePath(folder, "../index"), "export {};");

  const host = ts.createCompilerHost(options);
  const declarations = Object.keys(entries).map((path) => join(root, path).replaceAll("\\", "/"));
  const program = ts.createProgram([...modules.keys(), ...declarations], options, {
    ...host,
    getSourceFile: (path, ...rest) =>
      modules.has(path)
        ? ts.createSourceFile(path, modules.get(path), options.target)
        : host.getSourceFile(path, ...rest),
    fileExists: (path) => modules.has(path) || host.fileExists(path),
    readFile: (path) => modules.get(path) ?? host.readFile(path),
    directoryExists: (path) => path.startsWith(`${folder}/docs-examples`) || host.directoryExists(path),
  });
  return [
    ...ts.getPreEmitDiagnostics(program).map((diagnostic) => describe(diagnostic, named)),
    ...declarations.flatMap((path, index) => undocumented(program, path, Object.values(entries)[index])),
  ];
}

function describe({ file, start = 0, messageText }, named) {
  const example = named.get(file?.fileName);
  const message = ts.flattenDiagnosticMessageText(messageText, "\n  ");
  if (example === undefined) return `${file?.fileName ?? "TypeScript"}: ${message}`;
  const { line } = file.getLineAndCharacterOfPosition(start);
  return `${example.path}:${example.line + line - example.prelude}: ${message}`;
}

/** The exports, and members of exported types, that have no doc comment. */
function undocumented(program, path, name) {
  const checker = program.getTypeChecker();
  // `stack-config` passes on zod, which is documented elsewhere.
  const ours = (declaration) => !declaration.getSourceFile().fileName.includes("/node_modules/");
  const isDocumented = (symbol) => symbol.getDocumentationComment(checker).length > 0;
  const seen = new Set();

  const within = (module, prefix) =>
    checker.getExportsOfModule(module).flatMap((exported) => {
      const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
      const declared = (symbol.declarations ?? []).filter(ours);
      const title = `${prefix}.${exported.name}`;
      if (declared.length === 0 || seen.has(symbol)) return [];
      seen.add(symbol);
      if (declared.some(ts.isSourceFile)) return within(symbol, title);
      return [...(isDocumented(symbol) ? [] : [title]), ...declared.flatMap((node) => members(node, title))];
    });
  const members = (declaration, title) => {
    const node = ts.isTypeAliasDeclaration(declaration) ? declaration.type : declaration;
    const all = ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node) || ts.isTypeLiteralNode(node);
    return (all ? [...node.members] : [])
      .filter((member) => member.name !== undefined && ts.isIdentifier(member.name))
      .filter((member) => !(ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Private))
      .filter((member) => !isDocumented(checker.getSymbolAtLocation(member.name)))
      .map((member) => `${title}.${member.name.text}`);
  };
  const module = checker.getSymbolAtLocation(program.getSourceFile(path));
  return within(module, name).map((title) => `${title}: has no doc comment`);
}
