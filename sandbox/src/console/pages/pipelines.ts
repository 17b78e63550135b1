import type { Graph, GraphNode } from "pulumi-connectors/internal/command-line/graph/graph";
import { drawPicture } from "pulumi-connectors/internal/command-line/graph/picture";
import { UserError } from "../../user-error";
import type { ConsoleAccount, HeldKind } from "../holdings";
import { html, trustedHtml, type Html } from "../html";
import { pipelinesOf } from "../pipelines";

/** How data flows through what the platforms hold. */
export async function pipelinesContent(
  accounts: readonly ConsoleAccount[],
  held: readonly HeldKind[],
): Promise<Html> {
  const sections = await Promise.all(
    accounts.map(async (account, index) => {
      const graph = pipelinesOf(held.filter((each) => each.account === account));
      return graph.nodes.length === 0
        ? undefined
        : html`<section>
            <h2 dir="auto">${account.title}</h2>
            <div class="picture" tabindex="0" role="region" aria-label="Picture of ${account.title}">
              ${await picture(graph, `p${index}`)}
            </div>
            ${flows(graph)}
          </section>`;
    }),
  );
  const isEmpty = sections.every((section) => section === undefined);
  return html`<div id="pipelines" data-live>
    ${isEmpty ? html`<p class="none">The platforms hold nothing yet.</p>` : sections}
  </div>`;
}

async function picture(graph: Graph, prefix: string): Promise<Html> {
  const ids = new Map(graph.nodes.map(({ key }, index) => [key, `${prefix}-${index}`]));
  try {
    return trustedHtml(
      await drawPicture(
        graph,
        (node) => ({ id: ids.get(node.key) ?? prefix, href: hrefOf(node) }),
        `${prefix}-arrow`,
      ),
    );
  } catch (error) {
    // The library that places the nodes is optional.
    if (error instanceof UserError) return html`<p class="none">${error.message}</p>`;
    throw error;
  }
}

/** The same in words. */
function flows({ nodes, edges }: Graph): Html {
  const byKey = new Map(nodes.map((node) => [node.key, node]));
  const link = (key: string): Html => {
    const node = byKey.get(key);
    return node === undefined ? html`` : html`<a href="${hrefOf(node)}"><bdi>${node.name}</bdi></a>`;
  };
  if (edges.length === 0) return html`<p class="none">No data flows between them.</p>`;
  return html`<ul class="flows">
    ${edges.map(({ from, to }) => html`<li>${link(from)} → ${link(to)}</li>`)}
  </ul>`;
}

/** An object that is not there has no page. */
function hrefOf({ key }: GraphNode): string {
  return key.startsWith("/") ? key : "#content";
}
