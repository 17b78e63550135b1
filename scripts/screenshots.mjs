// `npm run screenshots` makes the pictures of the console in docs/images: it deploys a program to the sandbox, and opens the console in
// Debian's chromium.
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launch } from "puppeteer-core";
import { root, setUp } from "./setup.mjs";

const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find((path) => existsSync(path));
if (executablePath === undefined) {
  console.error("This needs chromium: apt-get install chromium");
  process.exit(1);
}
setUp();
const images = join(root, "docs", "images");
const largest = 200_000;

const folder = mkdtempSync(join(tmpdir(), "screenshots-"));
mkdirSync(join(folder, "node_modules", "@pulumi"), { recursive: true });
symlinkSync(join(root, "provider"), join(folder, "node_modules", "pulumi-connectors"));
symlinkSync(
  join(root, "node_modules", "@pulumi", "pulumi"),
  join(folder, "node_modules", "@pulumi", "pulumi"),
);
writeFileSync(
  join(folder, "Pulumi.yaml"),
  "name: acme\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n",
);
writeFileSync(join(folder, "package.json"), '{ "name": "acme" }\n');
copyFileSync(join(root, "scripts", "screenshots", "program.js"), join(folder, "index.js"));

/** Starts a command of the sandbox in the project. */
const start = (...args) =>
  spawn(process.execPath, [join(root, "sandbox", "dist", "cli.js"), ...args, "-C", folder], {
    stdio: ["ignore", "pipe", "inherit"],
  });

const server = start("console");
const [printed] = await once(server.stdout, "data");
const link = /http:\S+/.exec(String(printed))[0];
const browser = await launch({ executablePath, args: ["--no-sandbox"] });
try {
  const up = start("up", "--skip-preview");
  let output = "";
  up.stdout.on("data", (data) => (output += data));
  const [code] = await once(up, "exit");
  if (code !== 0) throw new Error(`the program was not deployed: ${output}`);
  const page = await browser.newPage();
  await page.goto(link);

  const go = async (path) => {
    await page.goto(new URL(path, link).href);
    await page.waitForFunction("document.querySelector('#live').textContent === 'live'");
  };
  const open = async (name) => {
    await go("/");
    await Promise.all([page.waitForNavigation(), page.locator(`::-p-aria(${name}[role="link"])`).click()]);
  };
  const press = async (name) =>
    Promise.all([page.waitForNavigation(), page.locator(`::-p-aria(${name})`).click()]);
  const take = async (name, { width = 1100, height = 760, scheme = "light" } = {}) => {
    await page.setViewport({ width, height });
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    const path = join(images, `console-${name}.png`);
    await page.screenshot({ path });
    const { size } = statSync(path);
    if (size > largest) throw new Error(`${path} has ${size} bytes, more than ${largest}`);
    console.log(`${path}: ${size} bytes`);
  };

  mkdirSync(images, { recursive: true });
  await go("/");
  await take("objects");
  await take("objects-narrow", { width: 400, height: 760, scheme: "dark" });
  await open("read invoices");
  await press("Run this workflow");
  await page.waitForFunction("document.querySelector('.runs strong')?.textContent === 'COMPLETED'");
  await page.locator("#f0").fill("read all invoices");
  await press("Change this workflow");
  await take("object");
  await go("/pipelines");
  await take("pipelines", { height: 1000, scheme: "dark" });
  await go("/faults");
  await page.locator("#kind-status").click();
  await page.locator("#percent").fill("40");
  await press("Let requests fail");
  await take("faults", { height: 900 });
  await go("/requests");
  const refresh = start("refresh", "--skip-preview");
  refresh.stdout.resume();
  await once(refresh, "exit");
  await take("requests", { scheme: "dark" });
} finally {
  await browser.close();
  const ended = once(server, "exit");
  server.kill("SIGTERM");
  await ended;
  rmSync(folder, { recursive: true });
}
