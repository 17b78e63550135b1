// Shows the built site on this machine.
import { createReadStream, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { siteBase } from "./addresses.mjs";

const types = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
};

/**
 * Serves a folder on the loopback interface, below the path at which the site is published.
 *
 * @param port 0 for any that is free.
 * @returns the address of the first page, and the function that stops the server.
 */
export async function serveSite(folder, port = 0) {
  const server = createServer(({ url }, response) => {
    const file = fileOf(url, folder);
    if (file === undefined) {
      response.writeHead(404, { "content-type": "text/plain" }).end("There is no such page.\n");
      return;
    }
    response.writeHead(200, { "content-type": types[extname(file)] ?? "application/octet-stream" });
    createReadStream(file).pipe(response);
  });
  await new Promise((resolve, reject) => server.once("error", reject).listen(port, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${server.address().port}${siteBase}`,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** The file that an address names, or undefined if there is none. Never one outside of the folder: `..` ends at its top. */
function fileOf(url, folder) {
  const { pathname } = new URL(url, "http://127.0.0.1");
  if (!pathname.startsWith(siteBase)) return undefined;
  try {
    const path = join(folder, normalize(`/${decodeURIComponent(pathname.slice(siteBase.length))}`));
    const file = statSync(path).isDirectory() ? join(path, "index.html") : path;
    return statSync(file).isFile() ? file : undefined;
  } catch {
    return undefined; // no such file, or an address that cannot be decoded
  }
}
