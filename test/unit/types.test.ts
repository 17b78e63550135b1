import { join } from "node:path";
import { beforeAll, describe, expect, it } from "@jest/globals";
import ts from "typescript";
import { repository } from "../harness";

const config = '{ remote_url: "s3://b/", access_key_id: "AKIA", secret_access_key: "wJal" }';

/** Programs by what they show; each is the body of a module that has `pulumi`, `unstructured` and an output `text`. */
const programs = {
  typed: `new unstructured.Source("a", { type: "s3", config: ${config} });`,
  withOutputs: `new unstructured.Source("a", { name: text, type: "s3", config: { remote_url: text, recursive: pulumi.secret(true) } });`,
  asOutput: `new unstructured.Destination("a", { type: "s3", config: text.apply((url) => ({ remote_url: url })) });`,
  asTypedOutput: `
    declare const given: pulumi.Output<unstructured.SourceConfigs["s3"]>;
    new unstructured.Source("a", { type: "s3", config: given });
    new unstructured.Source("b", { type: "s3", config: pulumi.output(Promise.resolve({ remote_url: "s3://b/", recursive: true })) });`,
  otherType: `new unstructured.Source("a", { type: "postgres", config: { host: "h", port: 5432, tables: ["t"] } });`,
  outputs: `
    const source = new unstructured.Source("a", { type: "s3", config: ${config} });
    export const created: pulumi.Output<string | null> = source.createdAt;
    export const name: pulumi.Output<string> = source.name;`,
  options: `new unstructured.Source("a", { type: "s3", config: ${config} }, { adopt: text, onRename: "replace", protect: true });`,
  get: `export const { type } = unstructured.Source.get("a", text);`,
  misspeltKey: `new unstructured.Source("a", { type: "s3", config: { remote_ulr: "s3://b/" } });`,
  missingKey: `new unstructured.Source("a", { type: "s3", config: { recursive: true } });`,
  wrongKind: `new unstructured.Source("a", { type: "s3", config: { remote_url: "s3://b/", recursive: "yes" } });`,
  keyOfTheOtherRole: `new unstructured.Destination("a", { type: "s3", config: { remote_url: "s3://b/", recursive: true } });`,
  unknownType: `new unstructured.Source("a", { type: "s4", config: {} });`,
  missingConfig: `new unstructured.Source("a", { type: "s3" });`,
  noConfigOutput: `new unstructured.Source("a", { type: "s3", config: ${config} }).config;`,
  wrongOption: `new unstructured.Source("a", { type: "s3", config: ${config} }, { onRename: "replac" });`,
};

describe("the types of the package", () => {
  const problems = new Map<string, string[]>();

  beforeAll(() => {
    const header = `
      import * as pulumi from "@pulumi/pulumi";
      import { unstructured } from "pulumi-connectors";
      declare const text: pulumi.Output<string>;
    `;
    const files = new Map(
      Object.entries(programs).map(([name, body]) => [
        join(repository, "test", `${name}.program.ts`),
        header + body,
      ]),
    );
    // What \`pulumi new typescript\` writes.
    const options: ts.CompilerOptions = {
      strict: true,
      target: ts.ScriptTarget.ES2020,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      types: ["node"],
      noEmit: true,
    };
    const host = ts.createCompilerHost(options);
    const withPrograms: ts.CompilerHost = {
      ...host,
      getSourceFile: (path, ...rest) => {
        const text = files.get(path);
        return text === undefined
          ? host.getSourceFile(path, ...rest)
          : ts.createSourceFile(path, text, ts.ScriptTarget.ES2020);
      },
      fileExists: (path) => files.has(path) || host.fileExists(path),
      readFile: (path) => files.get(path) ?? host.readFile(path),
    };
    const program = ts.createProgram([...files.keys()], options, withPrograms);
    for (const { file, messageText } of ts.getPreEmitDiagnostics(program)) {
      const name = file?.fileName.split("/").at(-1)?.replace(".program.ts", "") ?? "";
      problems.set(name, [...(problems.get(name) ?? []), ts.flattenDiagnosticMessageText(messageText, "\n")]);
    }
  });

  it.each(["typed", "withOutputs", "asOutput", "asTypedOutput", "otherType", "outputs", "options", "get"])(
    "take a program: %s",
    (name) => {
      expect(problems.get(name) ?? []).toEqual([]);
    },
  );

  it.each([
    ["misspeltKey", "Did you mean to write 'remote_url'?"],
    ["missingKey", "Property 'remote_url' is missing"],
    ["wrongKind", "Type 'string' is not assignable to type"],
    ["keyOfTheOtherRole", "'recursive' does not exist in type"],
    ["unknownType", "Type '\"s4\"' is not assignable to type"],
    ["missingConfig", "Property 'config' is missing"],
    ["noConfigOutput", "Property 'config' does not exist on type 'Source'"],
    ["wrongOption", "Did you mean '\"replace\"'?"],
  ])("refuse a program, saying why: %s", (name, reason) => {
    expect(problems.get(name)?.join("\n")).toContain(reason);
  });

  it("have no problem of their own", () => {
    expect([...problems.keys()].filter((name) => !(name in programs))).toEqual([]);
  });
});
