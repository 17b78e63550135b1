// Extracts the examples in TypeScript from the documentation, for the compiler.
import { posix } from "node:path";

/** What a fragment need not import or declare itself. */
const known = {
  pulumi: 'import * as pulumi from "@pulumi/pulumi";',
  unstructured: 'import { unstructured } from "pulumi-connectors";',
  aisquared: 'import { aisquared } from "pulumi-connectors";',
  airweave: 'import { airweave } from "pulumi-connectors";',
  fromEnv: 'import { fromEnv } from "pulumi-connectors";',
  testProgram: 'import { testProgram } from "pulumi-connectors/testing";',
  connectorMocks: 'import { connectorMocks } from "pulumi-connectors/testing";',
  config: 'import { Config as KnownConfig } from "@pulumi/pulumi"; declare const config: KnownConfig;',
  test: "declare function test(name: string, run: () => unknown): void;",
  expect: "declare function expect(value: unknown): any;",
};

/**
 * The examples of a page, or of the doc comments of a source, as modules.
 *
 * A fragment may use the names above. What else it takes for granted stands in a comment before it, which readers do not see:
 * `<!-- given: declare const documents: unstructured.Source; -->`. `{ ... }` stands for a value that is left out. After
 * `<!-- compiled by <test> -->` comes what needs more than the packages; that test compiles it.
 *
 * @returns for each, the number of its first line, the module, and how many lines the module has more at its start.
 */
export function examplesOf(path, text) {
  const lines = path.endsWith(".ts") ? text.replace(/^ *(\/\*)?\*+\/? ?/gm, "") : text;
  const block = /(?:<!-- given: ((?:(?!-->).)+?) -->\s*)?^( *)```ts\n(.*?)^\2```$/gms;
  const here = lines.replace(/<!-- compiled by \S+ -->\s*```ts\n.*?^```$/gms, (part) =>
    part.replace(/[^\n]/g, ""),
  );
  return [...here.matchAll(block)].map(({ 0: whole, 1: given = "", 3: code, index }) => {
    const example = code.replace(/(?<=[:=(,] ?)\{ \.\.\. \}/g, "({} as any)");
    const used = `${given}\n${example}`;
    const prelude = Object.entries(known)
      .filter(([name]) => uses(used, name) && !declares(used, name))
      .map(([, declaration]) => declaration);
    return {
      line: here.slice(0, index + whole.indexOf("```ts\n")).split("\n").length + 1,
      module: `export {}; ${prelude.join(" ")} ${given.replace(/\s+/g, " ")}\n${example}`,
      prelude: 1,
    };
  });
}

const uses = (text, name) => new RegExp(`(?<![.\\w"'\`])${name}\\b`).test(text);
const declares = (text, name) =>
  new RegExp(
    `\\b(?:const|let|function|class)\\s+${name}\\b|\\bimport\\b[^;]*\\b${name}\\b[^;]*\\bfrom\\b`,
  ).test(text);

/** A path for the module that is beside `index.ts`, the program that examples import. */
export const modulePath = (folder, index) => posix.join(folder, "docs-examples", "test", `${index}.ts`);
