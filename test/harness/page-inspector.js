/* global document, getComputedStyle */
// Runs in a browser, in a page that `graph` has made or in one that Mermaid draws in: what is there to see.
(() => {
  const all = (selector, element = document) => [...element.querySelectorAll(selector)];
  const rectangle = (element) => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    return { left, right, top, bottom };
  };
  const textOf = (html) => {
    const element = document.createElement("div");
    element.innerHTML = html;
    return element.textContent;
  };

  globalThis.inspector = {
    nodes: () => all("svg a.node").map((node) => all("text", node).map(({ textContent }) => textContent)),
    edges: () =>
      all("svg path.edge").map((path) => [path.getAttribute("data-from"), path.getAttribute("data-to")]),
    rows: () => all("table tbody tr").length,
    boxes: () =>
      all("svg a.node").map((node) => ({
        box: rectangle(node.querySelector("rect")),
        texts: all("text", node).map(rectangle),
      })),
    /** How far each edge goes to the right. */
    lengths: () =>
      all("svg path.edge").map(
        (path) => path.getPointAtLength(path.getTotalLength()).x - path.getPointAtLength(0).x,
      ),
    focused: () => document.activeElement.getAttribute("aria-label"),
    focusWidth: () => getComputedStyle(document.activeElement.querySelector("rect")).strokeWidth,
    focus: (selector) => document.querySelector(selector).focus(),
    async mermaid(source) {
      globalThis.mermaid.initialize({ startOnLoad: false });
      const { svg } = await globalThis.mermaid.render("picture", source);
      document.body.innerHTML = svg;
      return {
        labels: all(".node .nodeLabel").map((label) => label.innerHTML.split(/<br\s*\/?>/).map(textOf)),
        edges: all(".edgePaths path").length,
        scripts: all("script, img").length,
      };
    },
  };
})();
