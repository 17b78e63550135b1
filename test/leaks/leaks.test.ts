import { describe, expect, it } from "@jest/globals";
import { Campaign, listed, mustSucceed, writes, type Result } from "./campaign";
import { driftingKinds } from "./drift";
import { failureKindCount } from "./echoing-proxy";
import { leakingBuild } from "./leaking-build";
import { RandomProgram } from "./random-program";
import { scannedText } from "./scanner";
import { Search } from "./search";

const programs = Number(process.env.LEAKS_PROGRAMS ?? 50);
const size = Number(process.env.LEAKS_SIZE ?? 200);
const seed = Number(process.env.LEAKS_SEED ?? Date.now() % 1_000_000);

const longest = 900_000;

/** The totals of all campaigns. */
const totals = {
  configs: 0,
  planted: 0,
  arrived: 0,
  operations: 0,
  drifted: Object.fromEntries(driftingKinds.map((kind) => [kind, { objects: 0, secrets: 0 }])),
  late: 0,
  failures: new Map<string, number>(),
};

/** Runs every operation on a program, with failures. */
async function runAll(current: Campaign): Promise<void> {
  const { program, proxies } = current;
  // Alternates text and diff output, so that two programs in a row show each operation in both forms.
  let turn = program.seed;
  const run = async (kind: Parameters<Campaign["run"]>[0], name: string): Promise<Result> => {
    totals.operations++;
    return await current.run(kind, { name, diff: turn++ % 2 === 0 });
  };
  const isSixth = (): boolean => turn++ % 6 === 5;

  const first = program.first();
  current.write(first);
  mustSucceed(await run("preview", "preview"));
  mustSucceed(await run("update", "up"));
  totals.arrived += current.arrived();
  totals.planted += program.planter.planted.length;

  const second = program.changed(first, (index) => index % 6 === 1);
  current.write(program.wrong(second));
  const refused = await run("preview", "preview of invalid inputs");
  expect(refused.succeeded).toBe(false);

  current.write(second);
  mustSucceed(await run("update", "update"));

  const third = program.withMore(
    program.changed(second, (index) => index % 4 === 2),
    6,
  );
  current.write(third);
  // A safe minimum: one of four is changed, and not every one has a secret.
  current.failing((request) => writes(request) && !isSixth(), Math.floor(size / 7));
  const failed = await run("update", "failing update");
  expect(failed.succeeded).toBe(false);
  expect(failed.output).toMatch(/(update|create) failed: .*\[secret\]/);

  current.write(second);
  current.failing((request) => writes(request) && !isSixth(), Math.floor(size / 25));
  expect((await run("update", "failing update of a program that is put back")).succeeded).toBe(false);

  current.failing(() => false);
  const drifted = Object.entries(await current.drift());
  for (const [kind, { objects, secrets }] of drifted) {
    const { objects: before = 0, secrets: secretsBefore = 0 } = totals.drifted[kind] ?? {};
    totals.drifted[kind] = { objects: before + objects, secrets: secretsBefore + secrets };
  }
  const refresh = await run("refresh", "refresh");
  mustSucceed(refresh);
  const all = drifted.reduce((sum, [, { objects }]) => sum + objects, 0);
  expect(refresh.changes.update).toBeGreaterThanOrEqual(all);
  mustSucceed(await run("preview", "preview of putting the drift right"));

  current.failing(({ method }) => method === "DELETE" && isSixth());
  expect((await run("destroy", "failing destroy")).succeeded).toBe(false);
  current.failing(() => false);
  mustSucceed(await run("destroy", "destroy"));

  for (const { lateRepetitions } of Object.values(proxies)) totals.late += lateRepetitions;
  totals.configs += first.resources.length;
  for (const failure of Object.values(proxies).flatMap(({ failures }) => failures)) {
    totals.failures.set(failure, (totals.failures.get(failure) ?? 0) + 1);
  }
}

/** `LEAKS_SEED=<seed of a program> LEAKS_PROGRAMS=1` repeats one. */
const seeds = Array.from({ length: programs }, (_, index) => seed + index);

describe(`the secrets in ${programs} programs of ${size} configurations`, () => {
  // Concurrent, because most of the time is spent between retries.
  it.concurrent.each(seeds)(
    "appear nowhere but on their platforms (LEAKS_SEED=%i)",
    async (programSeed) => {
      const campaign = await Campaign.start(new RandomProgram(programSeed, size));
      await runAll(campaign).finally(() => campaign.stop());
      const leaks = listed(campaign.leaks);
      process.stdout.write(`LEAKS_SEED=${programSeed}: ${leaks.length} leaks\n`);
      expect(leaks).toEqual([]);
    },
    longest,
  );

  it("reached the platforms, and were repeated in every form", () => {
    expect(totals.configs).toBe(programs * size);
    // The others are keys in headers, and settings that a platform drops.
    expect(totals.arrived).toBeGreaterThan(totals.planted * 0.9);
    for (const kind of driftingKinds) {
      const { objects = 0, secrets = 0 } = totals.drifted[kind] ?? {};
      expect([kind, objects > 0]).toEqual([kind, true]);
      // Of a connection only the name is changed: what a program declares of its login is not read.
      if (kind !== "airweave.SourceConnection") expect([kind, secrets > 0]).toEqual([kind, true]);
    }
    // One program alone may meet no late object, and not every failure.
    if (programs >= 5) {
      expect(totals.late).toBeGreaterThan(0);
      expect([...totals.failures.keys()]).toHaveLength(failureKindCount);
    }
    const { failures, ...rest } = totals;
    const failed = [...failures.values()].reduce((sum, count) => sum + count, 0);
    process.stdout.write(`${JSON.stringify({ seed, ...rest, failed })}\n`);
  });
});

describe("a leaking build is detected", () => {
  const runSmall = async (
    replaced: Readonly<Record<string, string>>,
    { drifts = false } = {},
  ): Promise<string[]> => {
    const build = leakingBuild(replaced);
    const program = new RandomProgram(20261122, 40);
    const campaign = await Campaign.start(program, build.packages);
    try {
      const first = program.first();
      campaign.write(first);
      mustSucceed(await campaign.run("update", { name: "up" }));
      campaign.write(program.changed(first, () => true));
      campaign.failing(writes, 20);
      await campaign.run("update", { name: "failing update" });
      if (drifts) {
        campaign.failing(() => false);
        await campaign.drift(1);
        mustSucceed(await campaign.run("refresh", { name: "refresh" }));
      }
    } finally {
      await campaign.stop();
      build.remove();
    }
    const found = listed(campaign.leaks);

    for (const { value } of program.planter.planted) expect(found.join("\n")).not.toContain(value);
    return found;
  };

  it("when it does not scrub messages", async () => {
    const found = await runSmall({
      "secrets/scrub.js": "exports.scrubberFor = () => (text) => text;",
    });
    expect(found).toContainEqual(
      expect.stringMatching(
        /^output of failing update: line \d+: \S+ \S+ r\d+-new .* \(.{3}\.\.\., \d+ characters\)$/,
      ),
    );
    expect(found).toContainEqual(
      expect.stringMatching(/^--json of failing update: diagnostics\[\d+\]\.message: /),
    );
    expect(found).toContainEqual(expect.stringMatching(/^output of failing update: line \d+: looks like /));
    // The state contains the messages of indeterminate updates.
    const exported = found.filter((line) => line.startsWith("export") && !line.includes(".initErrors["));
    expect(exported).toEqual([]);
  });

  // The host marks what a constructor misses, so it takes a build in which neither knows any secrets.
  it("when it does not know which values are secret", async () => {
    const found = await runSmall(
      {
        "secrets/known-secrets.js": `
        const { SecretPaths } = require("../values/secret-paths");
        exports.secretArguments = exports.describedSecrets = exports.secretsInArgument = () => SecretPaths.none;
        exports.secretValues = exports.possiblySecretValues = () => [];`,
        "secrets/all-secrets.js": `
        const { SecretPaths } = require("../values/secret-paths");
        exports.allSecrets = () => SecretPaths.none;`,
      },
      { drifts: true },
    );
    for (const place of ["export", ".sandbox/stacks/dev.json"]) {
      expect(found).toContainEqual(
        expect.stringMatching(
          new RegExp(
            `^${place.replaceAll(".", "\\.")}( after up)?: deployment\\.resources\\[\\d+\\]\\.inputs\\.config\\S*`,
          ),
        ),
      );
    }
    for (const [field, path] of [
      ["workflowNodes", "workflows"],
      ["configuration", "models"],
      ["configuration", "syncs"],
    ]) {
      expect(found).toContainEqual(
        expect.stringMatching(
          new RegExp(`^export after refresh: \\S+\\.inputs\\.${field}\\S+: drift of /api/v1/${path}/`),
        ),
      );
    }
  });

  it("when the host does not mark what a transformation adds", async () => {
    const found = await runSmall({
      "secrets/mark-secrets.js": "exports.markSecrets = (_definition, fields) => fields;",
    });
    expect(found).toContainEqual(
      expect.stringMatching(/^export after up: \S+\.inputs\.config\S*: \S+ \S+ r[135]\b/),
    );
  });
});

describe("the search", () => {
  const value = `Zq7Xabcd"Zq7Xefgh\\Zq7Xijk/éZq7Xlmno+`;
  const search = new Search([{ value, label: "the secret" }]);

  it.each([
    ["as it is", value],
    ["a part of twelve characters", value.slice(9, 21)],
    ["quoted", JSON.stringify({ token: value })],
    ["quoted twice", JSON.stringify(JSON.stringify(value))],
    ["in a URL", encodeURIComponent(value)],
    ["in a form", new URLSearchParams({ token: value }).toString()],
    ...["", "a", "ab"].map((before): [string, string] => [
      `in base64 at offset ${before.length}`,
      Buffer.from(`${before}${value} and more`).toString("base64"),
    ]),
    ["in base64 of a URL", Buffer.from(`{"token":"${value}"}`).toString("base64url")],
    ["a part in base64", Buffer.from(`user:${value.slice(9, 25)}`).toString("base64")],
    ["quoted in base64", Buffer.from(JSON.stringify(value)).toString("base64")],
  ])("finds a secret %s without showing it", (_form, text) => {
    const found = listed(search.inText("output", `first line\nbefore ${text} after`));
    expect(found).toEqual(["output: line 2: the secret (Zq7..., 36 characters)"]);
  });

  it("reports the path in a document", () => {
    const found = search.inJson("state", JSON.stringify({ resources: [{}, { inputs: { token: value } }] }));
    expect(listed(found)).toEqual(["state: resources[1].inputs.token: the secret (Zq7..., 36 characters)"]);
  });

  it("finds nothing in a marker alone, or in less than twelve characters", () => {
    expect(
      search.inText("output", `Zq7X ${value.slice(0, 11)} ${Buffer.from("Zq7X").toString("base64")}`),
    ).toEqual([]);
  });
});

describe("the scanner", () => {
  it.each([
    "cannot use token=hunter2-hunter2",
    "cannot use api_key=Server=db;User=loader;Password=hunter2-hunter2",
    "cannot use token=https://host/in?sv=1&sig=hunter2-hunter2",
    'cannot use api_key={\\n"private_key": "hunter2"',
    "cannot use token=hunter2-hunter2...",
    "Password=[secret] token=hunter2-hunter2",
  ])("finds a credential: %s", (text) => {
    expect(scannedText("output", text)).toEqual([
      { where: "output: line 1", what: expect.stringContaining("looks like a") },
    ]);
  });

  it.each([
    "cannot use token=[secret]",
    "cannot use api_key=Server=db;User=loader;Password=[secret]...",
    "cannot use token=https://host/in?sv=1&sig=[secret]",
    "cannot use api_key={\\n[secret]\\n[secret]...",
    "cannot use token=hunter2...",
  ])("accepts a redacted credential: %s", (text) => {
    expect(scannedText("output", text)).toEqual([]);
  });
});
