// The reference of the program's interface, from the doc comments.
import { join } from "node:path";
import { Application, Converter } from "typedoc";
import { entries } from "./api-pages.mjs";

/**
 * Writes the pages, one for each entry point and platform.
 *
 * @param root The repository.
 * @param folder Where to write.
 * @throws if a link in a doc comment leads nowhere.
 */
export async function writeApi(root, folder) {
  const app = await Application.bootstrapWithPlugins({
    entryPoints: Object.keys(entries).map((path) => join(root, path, "index.ts")),
    tsconfig: join(import.meta.dirname, "tsconfig.json"),
    basePath: root,
    name: "API",
    readme: "none",
    plugin: ["typedoc-plugin-markdown"],
    outputs: [{ name: "markdown", path: folder }],
    logLevel: "Warn",
    // A page for each module: `stack-config` passes on the whole of zod, which is documented elsewhere.
    router: "module",
    excludeExternals: true,
    excludeInternal: true,
    excludePrivate: true,
    disableSources: true,
    validation: { invalidLink: true, notExported: false, notDocumented: false },
    entryFileName: "index",
    hidePageHeader: true,
    hideBreadcrumbs: true,
    useCodeBlocks: true,
    ...Object.fromEntries(
      ["parameters", "typeDeclaration", "interfaceProperties", "classProperties", "enumMembers"].map(
        (what) => [`${what}Format`, "table"],
      ),
    ),
  });
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const module of project.children ?? []) module.name = entries[module.name] ?? module.name;
  });
  const project = await app.convert();
  if (project === undefined) throw new Error("the doc comments could not be read");
  app.validate(project);
  await app.generateOutputs(project);
  if (app.logger.hasErrors() || app.logger.hasWarnings()) throw new Error("the doc comments have problems");
}
