import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { launch, type Browser, type Page } from "puppeteer-core";
import { listensOnLoopbackOnly } from "../harness/listening";
import { repository } from "../harness/project";

const chromium = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find((path) => existsSync(path));

let server: ChildProcess;
let address: string;

/** As a reader does it; on a fresh clone this installs the tools, too. */
beforeAll(async () => {
  const script = join(repository, "scripts", "docs.mjs");
  server = spawn(process.execPath, [script, "--serve"], { cwd: repository });
  let output = "";
  address = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      const [, found] = /The site is at (http:\S+) until/.exec(output) ?? [];
      if (found !== undefined) resolve(found);
    };
    server.stdout?.on("data", read);
    server.stderr?.on("data", read);
    server.once("exit", (code) =>
      reject(new Error(`npm run docs ended with ${code ?? "a signal"}:\n${output}`)),
    );
  });
}, 600_000);
afterAll(async () => {
  if (server.exitCode !== null) return;
  server.kill();
  await once(server, "exit");
});

/** The status and the text of a page. */
async function read(path: string): Promise<[number, string]> {
  const response = await fetch(new URL(path, address));
  return [response.status, await response.text()];
}

it("is served on the loopback interface only, and nothing else than the site is", async () => {
  expect(await listensOnLoopbackOnly(Number(new URL(address).port))).toBe(true);
  expect((await read("."))[0]).toBe(200);
  for (const path of ["none.html", "..%2fpackage.json", "%2e%2e/%2e%2e/package.json", "%ff"]) {
    expect([path, (await read(path))[0]]).toEqual([path, 404]);
  }
});

it("has links to pages outside of docs, and the path of what is no page", async () => {
  for (const [page, expected] of [
    ["getting-started.html", 'href="/contributing.html#node"'],
    ["pipelines.html", 'href="/examples/warehouse-to-crm.html"'],
    ["catalog.html", "<code>provider/catalog/</code> has one JSON Schema file"],
    [
      "catalog.html",
      "<code>known-differences.json</code> (<code>scripts/catalog-check/known-differences.json</code>)",
    ],
  ] as const) {
    const [, text] = await read(page);
    expect([page, expected, text.includes(expected)]).toEqual([page, expected, true]);
  }
});

it("leads to the repository, once that has an address", () => {
  const module = (path: string): string => pathToFileURL(join(repository, "site", path)).href;
  const program = `
    import markdownIt from ${JSON.stringify(module("node_modules/markdown-it/index.mjs"))};
    import { repositoryLinks } from ${JSON.stringify(module("links.mjs"))};
    const pages = new Map([["docs/drift.md", "drift.md"], ["examples/x/README.md", "examples/x.md"]]);
    const markdown = markdownIt().use(repositoryLinks, { pages, repository: "https://host.example/owner/name" });
    const text = "[x](../examples/x#y) [y](../provider/catalog/) [a](drift.md#b) [v](https://vendor.example)";
    process.stdout.write(markdown.renderInline(text, { relativePath: "drift.md" }));`;
  expect(
    execFileSync(process.execPath, ["--input-type=module", "--eval", program], { encoding: "utf8" }),
  ).toBe(
    [
      '<a href="/examples/x.md#y">x</a>',
      '<a href="https://host.example/owner/name/blob/HEAD/provider/catalog">y</a>',
      '<a href="/drift.md#b">a</a>',
      '<a href="https://vendor.example">v</a>',
    ].join(" "),
  );
});

(chromium === undefined ? describe.skip : describe)("the site in Debian's chromium", () => {
  let browser: Browser;
  let page: Page;
  let foreign: string[];
  let errors: string[];
  beforeAll(async () => {
    // As root, as in a container, chromium has no sandbox.
    browser = await launch({ executablePath: chromium ?? "", args: ["--no-sandbox"] });
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    page = await browser.newPage();
    foreign = [];
    errors = [];
    page.on("request", (request) => {
      const url = request.url();
      if (!url.startsWith(address) && !url.startsWith("data:")) foreign.push(url);
    });
    page.on("pageerror", (error) => errors.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error") errors.push(message.text());
    });
  });
  afterEach(async () => {
    await page.close();
    expect({ foreign, errors }).toEqual({ foreign: [], errors: [] });
  });

  const open = (path: string): Promise<unknown> =>
    page.goto(new URL(path, address).href, { waitUntil: "networkidle0" });

  /** Evaluates an expression in the page. */
  const evaluate = async <Result>(expression: string): Promise<Result> =>
    (await page.evaluate(expression)) as Result;

  /** Types into the search of the first page, and returns where its results lead. */
  async function search(text: string): Promise<string[]> {
    await open(".");
    await page.keyboard.press("/");
    await page.waitForSelector(".VPLocalSearchBox input");
    await page.type(".VPLocalSearchBox input", text);
    await page.waitForSelector(".VPLocalSearchBox .result");
    return evaluate(
      `[...document.querySelectorAll(".VPLocalSearchBox a.result")].map((link) => link.getAttribute("href"))`,
    );
  }

  it("finds `pinecone`: its entry among the destinations, which the Enter key opens", async () => {
    const found = await search("pinecone");
    expect(found[0]).toBe("/reference/unstructured-destinations.html#pinecone");
    await page.keyboard.press("Enter");
    await page.waitForFunction('location.hash === "#pinecone"');
    expect(await evaluate('document.querySelector("h2#pinecone").textContent')).toContain("pinecone");
  });

  it("finds `fromEnv`: the guide, and the reference of the function", async () => {
    const found = await search("fromEnv");
    expect(found).toContain("/api/pulumi-connectors/#fromenv-1");
    expect(found).toContain("/secrets.html#keep-a-secret-out-of-the-config-and-the-state");
  });

  it.each([
    ["PC_UNAUTHORIZED", "/troubleshooting.html#pc_unauthorized"],
    ["azure_ai_search", "/reference/unstructured-destinations.html#azure_ai_search"],
    ["kafka-cloud", "/reference/unstructured-sources.html#kafka-cloud"],
    ["Snowflake", "/reference/aisquared-sources.html#snowflake"],
    ["drift", "/drift.html#drift"],
  ])("finds %s", async (text, expected) => {
    expect((await search(text)).slice(0, 4)).toContain(expected);
  });

  it("draws the diagrams, in the light and in the dark", async () => {
    for (const value of ["light", "dark"]) {
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value }]);
      await open("graph.html");
      await page.waitForSelector(".mermaid-diagram svg");
      expect(await evaluate('document.querySelector(".mermaid-diagram").textContent')).toContain(
        "airweave.SourceConnection: github",
      );
      const cut = `[...document.querySelectorAll(".mermaid-diagram foreignObject > div")]
        .filter((text) => text.getBoundingClientRect().height > text.parentElement.getBoundingClientRect().height + 1)
        .map((text) => text.textContent)`;
      expect(await evaluate(cut)).toEqual([]);
    }
  });

  it.each([400, 1400])("fits into %d pixels", async (width) => {
    await page.setViewport({ width, height: 900 });
    for (const path of [
      "index.html",
      "reference/aisquared-sources.html",
      "api/pulumi-connectors/index.html",
    ]) {
      await open(path);
      const overflow = await evaluate("document.documentElement.scrollWidth - innerWidth");
      expect([path, overflow]).toEqual([path, 0]);
    }
  });
});
