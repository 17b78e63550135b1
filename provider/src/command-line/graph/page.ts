import { counted } from "../../values/text";
import { changes, type Change, type Graph } from "./graph";
import { htmlText } from "./html-text";
import type { Selection } from "./neighbourhood";
import { classesOf, drawPicture, pictureStyle } from "./picture";

/** The first line of every page, by which a later call knows that it may replace the file. */
export const pageMark = '<!doctype html><meta name="generator" content="pulumi-connectors graph">';

/**
 * Draws a page that needs nothing but itself: an SVG picture whose nodes are links, so that the keyboard reaches them, and a table that
 * says the same in words.
 *
 * @param title Of the stack, as the input has it.
 * @throws UserError if the library that places the nodes is not installed.
 */
export async function drawPage({ graph, leftOut }: Selection, title: string | undefined): Promise<string> {
  const ids = new Map(graph.nodes.map(({ key }, index) => [key, index + 1]));
  const idOf = (key: string): number => ids.get(key) ?? 0;
  const heading = title === undefined ? "An empty stack" : `Stack ${title}`;
  return `${[
    pageMark,
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    // Nothing is loaded, not even by what somebody could smuggle into a name.
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">`,
    '<meta name="viewport" content="width=device-width">',
    '<link rel="icon" href="data:,">',
    `<title>${htmlText(heading)}</title>`,
    `<style>${style}</style>`,
    "</head>",
    "<body>",
    `<h1>${htmlText(heading)}</h1>`,
    `<p>${summaryOf(graph, leftOut)}</p>`,
    ...legend(graph),
    '<div class="picture">',
    await drawPicture(graph, (node) => ({ id: `n${idOf(node.key)}`, href: `#r${idOf(node.key)}` })),
    "</div>",
    ...table(graph, idOf),
    "</body>",
    "</html>",
  ].join("\n")}\n`;
}

function summaryOf({ nodes, edges }: Graph, leftOut: number): string {
  const missing = leftOut === 0 ? "" : ` ${counted(leftOut, "resource")} that no change concerns not shown.`;
  return `${counted(nodes.length, "node")}, ${counted(edges.length, "edge")}.${missing}`;
}

function legend({ nodes, edges }: Graph): string[] {
  const present = (Object.keys(changes) as Change[]).filter((change) =>
    [...nodes, ...edges].some((each) => each.change === change),
  );
  if (present.length === 0) return [];
  const entries = present.map((change) => {
    const { sign, word } = changes[change];
    return `<li class="${change}">${sign} ${word}</li>`;
  });
  return ['<ul class="legend" aria-label="Legend">', ...entries, "</ul>"];
}

function table({ nodes, edges }: Graph, idOf: (key: string) => number): string[] {
  const nameOf = new Map(nodes.map(({ key, name }) => [key, name]));
  const links = (keys: readonly string[]): string =>
    keys.map((key) => `<a href="#n${idOf(key)}">${htmlText(nameOf.get(key) ?? "")}</a>`).join(", ");
  const columns = ["Name", "Kind", "Type", "Schedule", "Data from", "Data to", "Remarks"];
  const rows = nodes.map((node) => {
    const { key, name, kind, platformName, type, schedule, isProtected, failures, remarks, change } = node;
    const cells = [
      htmlText(kind),
      htmlText(type ?? ""),
      htmlText(schedule ?? ""),
      links(edges.filter(({ to }) => to === key).map(({ from }) => from)),
      links(edges.filter(({ from }) => from === key).map(({ to }) => to)),
      htmlText(
        [
          ...(change === undefined ? [] : [changes[change].word]),
          ...(isProtected === true ? ["protected"] : []),
          ...failures,
          ...remarks,
        ].join(", "),
      ),
    ];
    const names = platformName === undefined ? name : `${name} ("${platformName}")`;
    return `<tr id="r${idOf(key)}" class="${classesOf(node)}"><th scope="row"><a href="#n${idOf(key)}">${htmlText(names)}</a></th>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
  });
  return [
    "<table>",
    `<thead><tr>${columns.map((name) => `<th scope="col">${name}</th>`).join("")}</tr></thead>`,
    "<tbody>",
    ...rows,
    "</tbody>",
    "</table>",
  ];
}

const style = `
:root { color-scheme: light dark; --text: #1f2328; --page: #fff; --box: #f6f8fa; --line: #57606a; }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --page: #0d1117; --box: #161b22; --line: #8b949e; } }
body { margin: 1rem; font: 14px system-ui, sans-serif; color: var(--text); background: var(--page); }
.picture { overflow: auto; }
${pictureStyle}.legend { display: flex; gap: 1rem; padding: 0; list-style: none; }
.legend li { padding: 0.1rem 0.5rem; border: 2px solid; border-radius: 6px; }
.legend .create { border-color: #1a7f37; }
.legend .update { border-color: #9a6700; }
.legend .replace { border-color: #8250df; }
.legend .delete { border-color: #cf222e; border-style: dashed; }
table { margin-top: 1rem; border-collapse: collapse; }
th, td { padding: 0.3rem 0.6rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
tr:target { background: #0969da22; }
a { color: inherit; }
`;
