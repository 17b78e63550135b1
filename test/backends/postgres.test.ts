import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import {
  linkedPackages,
  makeProject,
  startTestPlatform,
  type TestPlatform,
  type TestProject,
} from "../harness";
import { cliEngineOn, hasPulumiCli } from "../harness/cli-engine";
import type { TestStack } from "../harness/engine";

/** An empty database, such as `postgres://user:password@127.0.0.1:5432/name?sslmode=disable`. */
const database = process.env.POSTGRES_URL ?? "";
const resources = 20;
/** Long enough that two operations that start together overlap. */
const milliseconds = 300;

const program = `
  const { unstructured } = require("pulumi-connectors");
  const pulumi = require("@pulumi/pulumi");
  const config = new pulumi.Config();
  for (let index = 0; index < ${resources}; index++) {
    new unstructured.Source(pulumi.getStack() + "-" + index, {
      type: "s3",
      config: { remote_url: "s3://bucket/" + index + "/", key: "AKIA", secret: config.requireSecret("awsSecret") },
    });
  }`;

/** Runners that share a backend. Requires the pulumi CLI, PostgreSQL's \`psql\`, and a database. */
(hasPulumiCli && database !== "" ? describe : describe.skip)("stacks in one PostgreSQL database", () => {
  let platform: TestPlatform;
  let project: TestProject;
  let stacks: Record<"one" | "two", TestStack>;

  beforeAll(async () => {
    const faults = [{ fault: { kind: "latency", milliseconds } } as const];
    platform = await startTestPlatform({}, "unstructured", { faults });
    project = makeProject(linkedPackages);
    project.write("index.js", program);
    const engine = cliEngineOn(database);
    stacks = {
      one: await engine(project, platform.env, { stack: "one", parallel: 2 }),
      two: await engine(project, platform.env, { stack: "two", parallel: 2 }),
    };
    for (const [name, stack] of Object.entries(stacks)) {
      await stack.configure({}, { awsSecret: `PLANTED-secret-of-${name}` });
    }
  });
  afterAll(async () => {
    await platform.stop();
    project.remove();
  });

  it("are deployed at once", async () => {
    const outcomes = await Promise.all([stacks.one.up(), stacks.two.up()]);
    expect(outcomes.map(({ output }) => output).join("\n")).not.toContain("locked");
    expect(outcomes.map(({ succeeded }) => succeeded)).toEqual([true, true]);
    expect(platform.takeWrites()).toHaveLength(2 * resources);
    for (const stack of Object.values(stacks)) {
      expect(Object.keys(await stack.resources())).toHaveLength(resources);
    }
  });

  it("hold a lock: of two operations on one stack, one is refused", async () => {
    const outcomes = await Promise.all([stacks.one.refresh(), stacks.one.refresh()]);
    const refused = outcomes.filter(({ succeeded }) => !succeeded);
    expect(refused.length).toBeGreaterThanOrEqual(1);
    for (const { output } of refused) expect(output).toContain("the stack is currently locked by");
    const after = await stacks.one.refresh();
    expect(after.succeeded).toBe(true);
  });

  it("leave no secret in the database", () => {
    const { stdout, status } = spawnSync("psql", [database, "-At", "-c", everyRow], { encoding: "utf8" });
    expect(status).toBe(0);
    const rows = decoded(stdout);
    // Without the rows in a failure's message: they are long.
    const found = ["one-19", "ciphertext", "PLANTED-secret", platform.apiKey].filter((text) =>
      rows.includes(text),
    );
    expect(found).toEqual(["one-19", "ciphertext"]);
  });

  it("are destroyed at once", async () => {
    const outcomes = await Promise.all([stacks.one.destroy(), stacks.two.destroy()]);
    expect(outcomes.map(({ succeeded }) => succeeded)).toEqual([true, true]);
    expect(platform.takeWrites()).toHaveLength(2 * resources);
  });
});

/** All rows of all tables, as XML. */
const everyRow = `select query_to_xml('select * from ' || quote_ident(table_name), true, false, '')
  from information_schema.tables where table_schema = 'public'`;

/** With what is in Base64 as texts: the CLI keeps its files so. */
function decoded(text: string): string {
  return text.replace(/[A-Za-z0-9+/]{40,}={0,2}/g, (data) => Buffer.from(data, "base64").toString("utf8"));
}
