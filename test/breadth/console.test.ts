import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { launch, type Browser, type Page } from "puppeteer-core";
import { currentOwner } from "../../sandbox/src/serving/owner";
import { makeProject, repository, type TestProject } from "../harness";
import { startTestConsole, type TestConsole } from "../harness/console";
import { makeObjects, type MadeObjects } from "../harness/console-objects";

const chromium = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find((path) => existsSync(path));
const cli = join(repository, "sandbox", "dist", "cli.js");
const inspectorText = readFileSync(join(repository, "test", "harness", "console-inspector.js"), "utf8");

const program = `
const s3 = (url) => ({ remote_url: url, key: "not-a-real-key", secret: "not-a-real-secret" });
const source = new unstructured.Source("invoices", { type: "s3", config: { ...s3("s3://in/"), recursive: true } });
const destination = new unstructured.Destination("elements", { type: "s3", config: s3("s3://out/") });
new unstructured.Workflow("reading", {
  workflowType: "custom",
  workflowNodes: [{ name: "Partitioner", type: "partition", subtype: "vlm" }],
  sourceId: source.id,
  destinationId: destination.id,
});
const support = new airweave.Collection("support");
new airweave.SourceConnection("issues", {
  readableCollectionId: support.readableId,
  shortName: "github",
  config: { repo_name: "example-org/example-repo" },
  authentication: { credentials: { personal_access_token: "not-a-real-token" } },
});
`;

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A page with what goes wrong in it. */
interface Watched {
  readonly page: Page;
  readonly problems: string[];
  /** The addresses of what was loaded from elsewhere. */
  readonly elsewhere: string[];
}

async function watched(browser: Browser, origin: () => string): Promise<Watched> {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const problems: string[] = [];
  const elsewhere: string[] = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => problems.push(message.text()));
  page.on("dialog", (dialog) => {
    problems.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(origin())) elsewhere.push(request.url());
  });
  return { page, problems, elsewhere };
}

/** Calls the inspector in the page. */
async function inspect<Result>(page: Page, call: string): Promise<Result> {
  await page.evaluate(inspectorText);
  return (await page.evaluate(`inspector.${call}`)) as Result;
}

/** Clicks what leads to another page, and waits for that. */
async function follow(page: Page, selector: string): Promise<void> {
  await Promise.all([page.waitForNavigation(), page.locator(selector).click()]);
}

const launched = (): Promise<Browser> =>
  // As root, as in a container, chromium has no sandbox.
  launch({ executablePath: chromium ?? "", args: ["--no-sandbox"] });

(chromium === undefined ? describe.skip : describe)("the console in Debian's chromium", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launched();
  });
  afterAll(() => browser.close());

  describe("of a project", () => {
    let project: TestProject;
    let server: ChildProcess;
    let link: string;
    let seen: Watched;
    const run = (...args: readonly string[]): Outcome => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args, "-C", project.folder], {
        encoding: "utf8",
      });
      return { code: status, stdout, stderr };
    };
    /** Sends a request as a client of the platform. */
    const ask = async (path: string): Promise<unknown> => {
      const { env = {} } = currentOwner(join(project.folder, ".sandbox", "platforms")) ?? {};
      const isAirweave = !path.startsWith("/api/");
      const headers: Record<string, string> = isAirweave
        ? { "x-api-key": env.AIRWEAVE_API_KEY ?? "" }
        : { "unstructured-api-key": env.UNSTRUCTURED_API_KEY ?? "" };
      const url = isAirweave ? env.AIRWEAVE_API_URL : env.UNSTRUCTURED_API_URL;
      return (await fetch(`${url}${path}`, { headers })).json();
    };
    const shown = async (selector: string): Promise<string[]> =>
      inspect(seen.page, `texts(${JSON.stringify(selector)})`);
    /** Opens the page of an object from the list. */
    const open = async (name: string): Promise<void> => {
      await seen.page.goto(new URL("/", link).href);
      await follow(seen.page, `::-p-aria(${name}[role="link"])`);
    };
    beforeAll(async () => {
      project = makeProject();
      project.program(program);
      server = spawn(process.execPath, [cli, "console", "-C", project.folder]);
      let text = "";
      for await (const data of server.stdout ?? []) {
        text += String(data);
        if (/token=\S+\n[^]*\n\n$/.test(text)) break;
      }
      link = /http:\S+/.exec(text)?.[0] ?? "";
      seen = await watched(browser, () => new URL(link).origin);
    });
    afterAll(async () => {
      const ended = once(server, "exit");
      server.kill("SIGTERM");
      expect(await ended).toEqual([0, null]);
      project.remove();
    });
    afterEach(() => expect(seen).toMatchObject({ problems: [], elsewhere: [] }));

    it("opens at the address that the command prints, and forgets the token", async () => {
      await seen.page.goto(link);
      expect(seen.page.url()).toBe(new URL("/", link).href);
      expect(await seen.page.title()).toBe("Objects · Sandbox console");
      expect(await shown("h2")).toEqual(["Unstructured", "AI Squared", "Airweave"]);
      expect(
        (await seen.page.browserContext().cookies()).map(({ httpOnly, sameSite }) => [httpOnly, sameSite]),
      ).toEqual([[true, "Strict"]]);
      expect(await seen.page.evaluate("document.cookie")).toBe("");
      await seen.page.waitForFunction("document.querySelector('#live').textContent === 'live'");
      const other = await watched(browser, () => new URL(link).origin);
      await other.page.goto(link);
      expect(await other.page.title()).toBe("Open a new link · Sandbox console");
      await other.page.browserContext().close();
    });

    it("prints another link for it, and refuses a second server", () => {
      const again = run("console");
      expect(again.code).toBe(0);
      expect(again.stdout).toMatch(
        /^`console` \(process \d+\) runs the platforms, and the console with them/,
      );
      const other = /http:\S+/.exec(again.stdout)?.[0] ?? "";
      expect(new URL(other).origin).toBe(new URL(link).origin);
      expect(other).not.toBe(link);
      for (const args of [["serve"], ["console", "--port", "4000"], ["console", "--keep-names"], ["reset"]]) {
        expect(run(...args)).toMatchObject({
          code: 1,
          stderr: expect.stringMatching(/^error: `console` \(process \d+\) runs the platforms: /),
        });
      }
    });

    it("shows what an `up` in another terminal makes, without being loaded again", async () => {
      await seen.page.evaluate("window.mark = 1");
      const [up] = await Promise.all([
        new Promise<Outcome>((resolve) => {
          const child = spawn(process.execPath, [cli, "up", "--skip-preview", "-C", project.folder]);
          let stdout = "";
          child.stdout.on("data", (data: Buffer) => (stdout += data.toString()));
          child.on("close", (code) => resolve({ code, stdout, stderr: "" }));
        }),
        seen.page.waitForFunction("document.querySelectorAll('#objects tbody tr').length === 5", {
          timeout: 60_000,
        }),
      ]);
      expect(up).toMatchObject({ code: 0, stdout: expect.stringContaining("6 created") });
      expect(await shown("#objects tbody th")).toEqual([
        "invoices",
        "elements",
        "reading",
        "support",
        "issues",
      ]);
      expect(await seen.page.evaluate("window.mark")).toBe(1);
    });

    it("shows the requests as they happen, and can pause", async () => {
      await seen.page.goto(new URL("/requests", link).href);
      await seen.page.waitForFunction("document.querySelector('#live').textContent === 'live'");
      const before = await shown("#requests tbody tr");
      expect(before.join("\n")).toMatch(/POST \/api\/v1\/sources\//);
      await ask("/collections/first-look");
      await seen.page.waitForFunction(
        "/first-look/.test(document.querySelector('#requests tbody').textContent)",
      );
      expect((await shown("#requests tbody tr"))[0]).toMatch(/airweave GET \/collections\/first-look 404/);
      await seen.page.locator("::-p-aria(Pause)").click();
      await ask("/collections/second-look");
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect((await shown("#requests tbody")).join()).not.toContain("second-look");
    });

    it("changes an object by the keyboard, so that a refresh finds the drift", async () => {
      await open("invoices");
      const names: string[] = [];
      const press = async (key: "Tab" | "Space" | "Enter"): Promise<void> => seen.page.keyboard.press(key);
      const tabTo = async (name: string): Promise<void> => {
        for (let count = 0; count < 30; count++) {
          await press("Tab");
          const focused = await inspect<{ name: string; isVisible: boolean }>(seen.page, "focused()");
          names.push(focused.name);
          expect([focused.name, focused.isVisible]).toEqual([focused.name, true]);
          if (focused.name === name) return;
        }
        throw new Error(`${name} is not reached, only ${names.join(", ")}`);
      };
      await tabTo("config.recursive");
      expect(names.slice(0, 5)).toEqual([
        "Skip to the content",
        "Objects",
        "Pipelines",
        "Requests",
        "Faults",
      ]);
      await press("Space");
      await tabTo("config.remote_url");
      await seen.page.keyboard.type("s3://elsewhere/");
      await tabTo("Change this source");
      await Promise.all([seen.page.waitForNavigation(), press("Enter")]);
      expect(await shown(".notice")).toEqual([
        "Changed on the platform: config.recursive, config.remote_url. A refresh finds it.",
      ]);
      expect(await ask("/api/v1/sources/")).toMatchObject([
        { config: { remote_url: "s3://elsewhere/", recursive: false, secret: "**********" } },
      ]);
      const { stdout } = run("refresh", "--skip-preview", "--diff");
      expect(stdout).toContain('~ remote_url: "s3://in/" => "s3://elsewhere/"');
      expect(stdout).toMatch(/~ 1 updated\n\s+5 unchanged/);
      expect(run("up", "--skip-preview").stdout).toContain("~ 1 updated");
      expect(await ask("/api/v1/sources/")).toMatchObject([
        { config: { remote_url: "s3://in/", recursive: true } },
      ]);
    });

    it("says that an object has changed while its form is open, and keeps what is written there", async () => {
      await open("support");
      await seen.page.waitForFunction("document.querySelector('#live').textContent === 'live'");
      await seen.page.locator("#f0").fill("help desk");
      project.program(
        program.replace(
          'airweave.Collection("support")',
          'airweave.Collection("support", { name: "by up" })',
        ),
      );
      expect(run("up", "--skip-preview").code).toBe(0);
      await seen.page.waitForFunction("!document.querySelector('#stale').hidden");
      await seen.page.waitForFunction("/by up/.test(document.querySelector('#fields').textContent)");
      expect(await seen.page.$eval("#f0", (field) => (field as unknown as { value: string }).value)).toBe(
        "help desk",
      );
      project.program(program);
      expect(run("up", "--skip-preview").code).toBe(0);
    });

    it("runs a workflow and a source connection, and shows how the runs go on", async () => {
      for (const [name, button, over] of [
        ["reading", "Run this workflow", "COMPLETED"],
        ["issues", "Run this source connection", "completed"],
      ] as const) {
        await open(name);
        await follow(seen.page, `::-p-aria(${button})`);
        await seen.page.waitForFunction(`document.querySelector(".runs strong").textContent === "${over}"`);
      }
      const [workflow] = (await ask("/api/v1/workflows/")) as { readonly id: string }[];
      expect(await ask(`/api/v1/jobs/?workflow_id=${workflow?.id}`)).toMatchObject([{ status: "COMPLETED" }]);
    });

    it("draws the pipelines, whose nodes lead to the objects", async () => {
      await seen.page.goto(new URL("/pipelines", link).href);
      expect(await shown(".flows li")).toEqual([
        "invoices → reading",
        "reading → elements",
        "issues → support",
      ]);
      expect(await shown("svg .name")).toEqual(["invoices", "elements", "reading", "support", "issues"]);
      await follow(seen.page, "svg a.node");
      expect(await shown("h1")).toEqual(["invoices"]);
    });

    it("lets requests fail, and switches that off", async () => {
      await seen.page.goto(new URL("/faults", link).href);
      await seen.page.locator("#kind-status").click();
      await seen.page.locator("#percent").fill("100");
      await follow(seen.page, "::-p-aria(Let requests fail)");
      expect(await shown("#state")).toEqual([
        "On: 100 % of the requests to unstructured, aisquared, airweave get one of status.",
      ]);
      const { env = {} } = currentOwner(join(project.folder, ".sandbox", "platforms")) ?? {};
      const status = async (): Promise<number> =>
        (await fetch(`${env.UNSTRUCTURED_API_URL}/api/v1/sources/`)).status;
      expect(await status()).not.toBe(401);
      await follow(seen.page, "::-p-aria(Switch all faults off)");
      expect(await shown("#state")).toEqual(["Off: no request fails."]);
      expect(await status()).toBe(401);
    });

    it("deletes objects, so that a refresh finds that they are gone", async () => {
      for (const name of ["reading", "invoices"]) {
        await open(name);
        await seen.page.locator("summary").click();
        await follow(seen.page, "::-p-aria(Delete it now)");
        expect((await shown(".notice"))[0]).toMatch(/^Deleted on the platform: the \w+ (reading|invoices)\./);
      }
      expect(await shown("#objects tbody th")).toEqual(["elements", "support", "issues"]);
      expect(await ask("/api/v1/sources/")).toEqual([]);
      expect(run("refresh", "--skip-preview").stdout).toMatch(/- 2 deleted\n\s+4 unchanged/);
      expect(run("up", "--skip-preview").stdout).toContain("+ 2 created");
    });
  });

  describe("with hostile names", () => {
    const hostile = [
      `<script>document.title="hit"</script>`,
      `"><img src=x onerror=alert(1)>`,
      `'; alert(1); //`,
      "\u202Eevil\u202C \u05E9\u05DC\u05D5\u05DD",
      "W".repeat(40),
      "</textarea></pre><h1>x",
    ];
    let console: TestConsole;
    let seen: Watched;
    let made: MadeObjects;
    let paths: readonly string[];
    beforeAll(async () => {
      console = await startTestConsole();
      let count = 0;
      // Airweave takes no name with more than 42 characters.
      made = await makeObjects(console, "none", () => (hostile[count++ % hostile.length] ?? "").slice(0, 42));
      await console.ask("unstructured", "PUT", `/api/v1/sources/${made.source}`, {
        ...{ name: hostile[0], config: { remote_url: `s3://${"long".repeat(200)}/<b>"'`, anonymous: true } },
      });
      await console.ask(
        "aisquared",
        "PATCH",
        `/api/v1/models/${made.model}`,
        { model: { query: `\n${hostile.join("\n")}` } },
        { "workspace-id": "1" },
      );
      paths = [
        ...["/", "/pipelines", "/requests", "/faults"],
        `/objects/unstructured/sources/${made.source}`,
        `/objects/unstructured/workflows/${made.workflow}`,
        `/objects/aisquared/models/${made.model}`,
        `/objects/aisquared/syncs/${made.sync}`,
        `/objects/airweave/source-connections/${made.connection}`,
      ];
    });
    afterAll(() => console.stop());
    beforeEach(async () => {
      seen = await watched(browser, () => console.access.url);
      await seen.page.goto(console.link());
    });
    afterEach(async () => {
      expect(seen).toMatchObject({ problems: [], elsewhere: [] });
      await seen.page.browserContext().close();
    });

    it("shows them as text, and they come back from a form as they were", async () => {
      const names = await inspect<string[]>(seen.page, 'texts("#objects tbody th")');
      for (const name of hostile.slice(0, 3)) expect(names).toContain(name);
      for (const path of paths) {
        await seen.page.goto(console.access.url + path);
        expect(await seen.page.title()).not.toBe("hit");
        expect(await seen.page.$$("main img, main script, main b")).toEqual([]);
      }
      await seen.page.goto(`${console.access.url}/objects/aisquared/models/${made.model}`);
      await follow(seen.page, "::-p-aria(Change this model)");
      expect(await inspect(seen.page, 'texts(".notice")')).toEqual(["Nothing was changed in the form."]);
      // One that arrives while the page is open.
      await seen.page.goto(`${console.access.url}/requests`);
      await seen.page.waitForFunction("document.querySelector('#live').textContent === 'live'");
      const count = (await seen.page.$$("#requests tbody tr")).length;
      await console.ask("unstructured", "PUT", `/api/v1/sources/${made.source}`, { name: hostile[1] ?? "" });
      await seen.page.waitForFunction(`document.querySelectorAll("#requests tbody tr").length > ${count}`);
      expect(await seen.page.$$("main img, main script")).toEqual([]);
    });

    it.each(["light", "dark"] as const)("can be read in %s, at 400 and at 1,400 pixels", async (scheme) => {
      await seen.page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      for (const width of [400, 1400]) {
        await seen.page.setViewport({ width, height: 900 });
        for (const path of paths) {
          await seen.page.goto(console.access.url + path);
          const { count, poor } = await inspect<{ count: number; poor: string[] }>(seen.page, "contrasts()");
          const found = {
            ...{ path, width, poor },
            overflowing: await inspect(seen.page, "overflowing()"),
            unnamed: await inspect(seen.page, "unnamed()"),
            doubleIds: await inspect(seen.page, "doubleIds()"),
          };
          expect(found).toEqual({ path, width, poor: [], overflowing: [], unnamed: [], doubleIds: [] });
          expect(count).toBeGreaterThan(8);
        }
      }
      const background = await inspect(seen.page, "scheme()");
      expect(background).toBe(scheme === "light" ? "rgb(255, 255, 255)" : "rgb(13, 17, 23)");
    });

    it("is used by the keyboard: every page's links, fields and buttons are reached, and seen to be", async () => {
      for (const path of paths) {
        await seen.page.goto(console.access.url + path);
        const reachable = await inspect<number>(seen.page, "reachable()");
        const reached = new Set<string>();
        for (let count = 0; count < reachable; count++) {
          await seen.page.keyboard.press("Tab");
          const focused = await inspect<{ name: string; tag: string; isVisible: boolean }>(
            seen.page,
            "focused()",
          );
          expect([path, focused, focused.tag === "body"]).toEqual([
            path,
            { ...focused, isVisible: true },
            false,
          ]);
          reached.add(await inspect<string>(seen.page, "place()"));
        }
        expect([path, reached.size]).toEqual([path, reachable]);
      }
    });

    it("works without its script: pages, forms and the log are the server's", async () => {
      await seen.page.setJavaScriptEnabled(false);
      await seen.page.goto(`${console.access.url}/objects/airweave/collections/${made.collection}`);
      await seen.page.focus("#f0");
      await seen.page.keyboard.down("Control");
      await seen.page.keyboard.press("KeyA");
      await seen.page.keyboard.up("Control");
      await seen.page.keyboard.type("without script");
      await Promise.all([seen.page.waitForNavigation(), seen.page.keyboard.press("Enter")]);
      expect(await console.ask("airweave", "GET", `/collections/${made.collection}`)).toMatchObject({
        name: "without script",
      });
      await seen.page.goto(`${console.access.url}/requests`);
      expect(await seen.page.content()).toContain("without script");
    });
  });
});
