// `npm run docs` builds the documentation site from docs/ and the doc comments, and checks it. With `-- --serve`, it then shows the site on
// this machine; `-- --serve 8080` chooses the port.
import { join } from "node:path";
import { install, root, setUp } from "./setup.mjs";

const [option, port = "0", ...rest] = process.argv.slice(2);
if ((option !== undefined && option !== "--serve") || rest.length > 0 || !/^\d{1,5}$/.test(port)) {
  console.error("Usage: npm run docs [-- --serve [port]]");
  process.exit(2);
}

setUp();
// Apart from the dependencies of the repository, so that those who only try it need not wait for them.
install(join(root, "site"), "the tools of the site");
const { buildSite } = await import("../site/build.mjs");
const { pages, bytes, problems } = await buildSite();
if (problems.length > 0) {
  console.error(problems.join("\n"));
  console.error(`The site has ${problems.length} problems.`);
  process.exit(1);
}
console.log(`Built ${pages} pages (${(bytes / 1e6).toFixed(1)} MB) in ${join("site", "dist")}.`);
if (option === "--serve") {
  const { serveSite } = await import("../site/serve.mjs");
  const { address } = await serveSite(join(root, "site", "dist"), Number(port));
  console.log(`The site is at ${address} until you press Ctrl-C.`);
} else {
  console.log("To look at it: npm run docs -- --serve");
}
