import { existsSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { Argument, type Command } from "commander";
import { definitionOf } from "../../kinds";
import { withExamples } from "../../project/help-examples";
import { systemErrorText } from "../../project/system-error";
import { readStandardInput, readText } from "../../project/text-file";
import { UserError } from "../../project/user-error";
import { counted } from "../../values/text";
import type { Graph } from "../graph/graph";
import type { StackDocument } from "../graph/stack-document";

interface Flags {
  readonly html?: string;
  readonly diff: boolean;
  readonly cwd: string;
}

const exitCodes = `
Exit codes:
  0  the picture was drawn; what it leaves out is said in it and on standard error
  1  the command could not run`;

/** `graph`: draws what a stack has, or what a change does to it. */
export function addGraph(program: Command): void {
  const command = program
    .command("graph")
    .description("draw how data flows through the connectors of a stack, as Mermaid or as a page")
    .addArgument(
      new Argument(
        "[inputs...]",
        "what `pulumi stack export` or `pulumi preview --json` has printed: files, or - for standard input, the default; with --diff also two, a state and what follows it",
      ),
    )
    .option("--html <file>", "write a page that loads nothing from elsewhere, instead of Mermaid")
    .option("--diff", "color what a change adds, changes, replaces and removes", false)
    .option("-C, --cwd <folder>", "run as if started in another folder", ".")
    .action(draw);
  withExamples(
    command,
    ["graph state.json", "draw a state as Mermaid"],
    ["graph --html graph.html state.json", "as a page"],
    ["graph --diff preview.json", "what a change does, from `pulumi preview --json`"],
    ["graph --diff before.json after.json", "the difference of two states"],
  ).addHelpText("after", exitCodes);
}

async function draw(inputs: readonly string[], { html, diff, cwd }: Flags): Promise<void> {
  const { compareGraphs, changeBetween, graphOf } = await import("../graph/compare-graphs.js");
  const [first, second] = await read(inputs, diff, cwd);
  const { concerned } = await import("../graph/neighbourhood.js");
  const graph = diff ? compareGraphs(changeBetween(first, second)) : graphOf(first);
  const selection = diff ? concerned(graph) : { graph, leftOut: 0 };
  if (html === undefined) {
    const { drawMermaid } = await import("../graph/mermaid.js");
    const { text, leftOut } = drawMermaid(selection);
    process.stdout.write(text);
    note(leftOut);
  } else {
    const { drawPage, pageMark } = await import("../graph/page.js");
    const path = resolve(cwd, html);
    const page = await drawPage(selection, first.title ?? second?.title);
    writePage(html, path, page, pageMark);
    process.stdout.write(`${html}: ${sizeOf(selection.graph)}\n`);
    note(selection.leftOut);
  }
}

/** The inputs, in their order: at least one. */
async function read(
  inputs: readonly string[],
  diff: boolean,
  cwd: string,
): Promise<readonly [StackDocument, StackDocument?]> {
  const { readDocument } = await import("../graph/stack-document.js");
  const [first = "-", second, ...others] = inputs;
  if (others.length > 0)
    throw new UserError("graph: there are more than two inputs; give one, or two to compare");
  if (second !== undefined && !diff)
    throw new UserError("graph: two inputs are to compare: give --diff, or one");
  if (first === "-" && second === "-") throw new UserError("graph: only one input can be standard input");
  const document = async (input: string): Promise<StackDocument> => {
    if (input !== "-") return readDocument(input, readText(resolve(cwd, input)), definitionOf);
    if (process.stdin.isTTY) {
      throw new UserError(
        "graph: there is no input; name a file, or pipe in what `pulumi stack export` prints",
      );
    }
    return readDocument("standard input", await readStandardInput(), definitionOf);
  };
  return second === undefined ? [await document(first)] : [await document(first), await document(second)];
}

/** A page may take the place of an earlier one, but not of a state whose name was given by mistake. */
function writePage(name: string, path: string, page: string, mark: string): void {
  if (existsSync(path) && !readText(path).startsWith(mark)) {
    throw new UserError(
      `--html: ${name} is there and is no page of this command; remove it, or name another file`,
    );
  }
  try {
    writeFileSync(path, page);
  } catch (error) {
    const text = systemErrorText(error);
    throw text === undefined ? error : new UserError(`--html: ${text}`);
  }
}

function sizeOf({ nodes, edges }: Graph): string {
  return `${counted(nodes.length, "node")}, ${counted(edges.length, "edge")}`;
}

function note(leftOut: number): void {
  if (leftOut > 0) process.stderr.write(`note: ${counted(leftOut, "resource")} not shown\n`);
}
