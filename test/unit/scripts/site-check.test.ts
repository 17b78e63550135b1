import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, expect, it } from "@jest/globals";
import { repository } from "../../harness/project";

const folder = mkdtempSync(join(tmpdir(), "site-check-"));
afterAll(() => rmSync(folder, { recursive: true }));

const script = pathToFileURL(join(repository, "site", "check.mjs")).href;

it("the check of the built site finds dead links, and what pages load from elsewhere", () => {
  const files = {
    "index.html": `<h1 id="top">Hi &amp; welcome</h1><script src="/base/app.js"></script>
      <a href="/base/a/b.html#s&amp;t">good</a><a href="a/">good</a><a href="#top">good</a><a href="https://vendor.example">good</a>
      <a href="/base/none.html">dead</a><a href="a/b.html#none">dead</a><a href="/a/b.html">outside</a>`,
    "a/index.html": `<a href="../index.html#top">good</a><img src="//cdn.example/x.png"><link rel="canonical" href="https://site.example/">`,
    "a/b.html": `<p id="s&amp;t"></p><link rel="stylesheet" href="https://fonts.example/f.css"><script src="https://cdn.example/x.js"></script>`,
    "app.js": "",
    "style.css":
      "@import 'https://fonts.example/g.css'; p { background: url(/base/x.png) url('//cdn.example/y.png') }",
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const program = `
    import { checkSite } from ${JSON.stringify(script)};
    process.stdout.write(JSON.stringify(await checkSite(process.argv[1], "/base/")));`;
  const args = ["--input-type=module", "--eval", program, folder];
  const { pages, problems } = JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" })) as {
    readonly pages: number;
    readonly problems: readonly string[];
  };
  expect(pages).toBe(3);
  expect([...problems].sort()).toEqual([
    "a/b.html: loads https://cdn.example/x.js",
    "a/b.html: loads https://fonts.example/f.css",
    "a/index.html: loads //cdn.example/x.png",
    "index.html: the link /a/b.html leads to /a/b.html, outside of /base/",
    "index.html: the link /base/none.html leads to none.html, which does not exist",
    "index.html: the link a/b.html#none leads to #none, which a/b.html does not have",
    "style.css: loads //cdn.example/y.png",
    "style.css: loads https://fonts.example/g.css",
  ]);
});
