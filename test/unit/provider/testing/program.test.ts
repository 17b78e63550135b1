import { afterEach, describe, expect, it } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import { aisquared, airweave, fromEnv, isConnectorsError, unstructured } from "../../../../provider/src";
import { connectorMocks, testProgram, type ProgramOptions } from "../../../../provider/src/testing";
import { badArguments, hugeName, wrongPaths } from "./bad-arguments";

class BucketOfAws extends pulumi.CustomResource {
  declare readonly arn: pulumi.Output<string>;

  constructor(name: string, inputs: pulumi.Inputs) {
    super("aws:s3/bucket:Bucket", name, inputs);
  }
}

const bucket = { remote_url: "s3://b/", anonymous: true } as const;

/** The lines of the error with which a program fails its test, without the first and the code. */
async function problemsOf(program: () => unknown, options?: ProgramOptions): Promise<string[]> {
  const error: unknown = await testProgram(program, options).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error === undefined) return [];
  expect(isConnectorsError(error, "PC_INVALID_PROGRAM")).toBe(true);
  const [first, ...lines] = (error as Error).message.split("\n");
  expect(lines.pop()).toBe("[PC_INVALID_PROGRAM]");
  const problems = lines.map((line) => line.replace(/^ {2}/, ""));
  expect(first).toBe(`the program has ${problems.length} problem${problems.length === 1 ? "" : "s"}:`);
  return problems;
}

describe("a program in which nearly everything is wrong", () => {
  it("fails once, with every problem of every resource, whatever its constructors would throw", async () => {
    const problems = await problemsOf(badArguments);
    const ofResources = problems.filter((line) => !line.includes("PC_FROM_ENV_NAME"));
    const paths: Record<string, string[]> = {};
    for (const line of ofResources.filter((each) => !each.includes("xxxxxxxxxx"))) {
      const [, name = "", path = ""] = /^\w+\.\w+ "(.+?)": (.+?): /.exec(line) ?? [];
      (paths[name] ??= []).push(path);
    }
    for (const list of Object.values(paths)) list.sort();
    expect(paths).toEqual(wrongPaths);
    expect(problems.filter((line) => line.includes("PC_FROM_ENV_NAME"))).toHaveLength(1);
    expect(problems).toContain(
      'unstructured.Source "typo": config.remote_ulr: unknown key; did you mean remote_url?',
    );
    expect(problems.join()).not.toContain("not a name");
  });

  it("is told of a huge resource in a line that can be read, and of all in the same order again", async () => {
    const problems = await problemsOf(badArguments);
    const huge = problems.filter((line) => line.includes(hugeName.slice(0, 100)));
    expect(huge).toHaveLength(1);
    expect(huge[0]?.length).toBeLessThan(600);
    expect(huge[0]).toMatch(/^unstructured\.Source "xxx.* \.\.\. .*: unknown key/);
    expect(await problemsOf(badArguments)).toEqual(problems);
  });
});

describe("a program that gives a resource as a trigger", () => {
  it("is refused in favour of an output of it, also where it is known later only", async () => {
    const problems = await problemsOf(() => {
      const node = { name: "Partitioner", type: "partition", subtype: "vlm", settings: {} } as const;
      const source = new unstructured.Source("in", { type: "s3", config: bucket });
      const args = { sourceId: source.id, workflowType: "custom", workflowNodes: [node] };
      new unstructured.Workflow("early", args, { run: "onChange", triggers: [source] });
      new unstructured.Workflow("late", args, { run: "onChange", triggers: pulumi.output([source]) });
    });
    const said =
      "options.triggers[0]: is a resource, which never changes; give an output of it, such as source.id, or a value";
    expect(problems.map((line) => line.replace(" [PC_INVALID_ARGUMENT]", "")).sort()).toEqual([
      `unstructured.Workflow "early": ${said}`,
      `unstructured.Workflow "late": ${said}`,
    ]);
  });
});

describe("a program whose resources are right", () => {
  it("gets outputs as the platforms would give them, by which other resources are checked", async () => {
    const { outputs, notChecked } = await testProgram(() => {
      const source = new unstructured.Source("invoices", { type: "s3", config: bucket });
      const connector = new aisquared.Connector("warehouse", {
        ...{ connectorType: "destination", connectorName: "Http" },
        configuration: { destination_url: "https://example.com" },
      });
      const collection = new airweave.Collection("Customer support");
      const tickets = new airweave.SourceConnection("tickets", {
        shortName: "stripe",
        readableCollectionId: collection.readableId,
        authentication: { credentials: { api_key: `sk_test_${"0".repeat(20)}` } },
        schedule: { cron: "0 6 * * *" },
      });
      const pages = new airweave.SourceConnection("pages", {
        shortName: "notion",
        readableCollectionId: collection.readableId,
      });
      const { id, name, type, createdAt, updatedAt } = source;
      return {
        source: { id, name, type, createdAt, updatedAt },
        connector: {
          id: connector.id,
          workspaceId: connector.workspaceId,
          description: connector.description,
        },
        collection: { id: collection.id, readableId: collection.readableId, status: collection.status },
        tickets: { status: tickets.status, cron: tickets.cron, authUrl: tickets.authUrl },
        pages: { status: pages.status, authMethod: pages.authMethod },
        collectionOfTickets: tickets.readableCollectionId,
        secrets: pulumi.output([pulumi.isSecret(pages.authUrl), pulumi.isSecret(source.id)]),
      };
    });
    const id: unknown = expect.stringMatching(/^customer-support-[0-9a-f]{6}$/);
    expect(outputs).toEqual({
      source: {
        id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/),
        ...{ name: "invoices", type: "s3", createdAt: "2026-01-01T00:00:00.000000Z", updatedAt: null },
      },
      connector: { id: expect.stringMatching(/^\d+$/), workspaceId: 1, description: null },
      collection: { id, readableId: id, status: "NEEDS SOURCE" },
      tickets: { status: "active", cron: "0 6 * * *", authUrl: null },
      pages: { status: "pending_auth", authMethod: "oauth_browser" },
      collectionOfTickets: id,
      secrets: [true, false],
    });
    expect(notChecked).toEqual([]);
  });

  it("has the runs that its options ask for, as they are once the create is done", async () => {
    const { outputs } = await testProgram(() => {
      const parts = { streamName: "orders", syncMode: "full_refresh", configuration: { id: "id" } } as const;
      const ids = { sourceId: "1", modelId: "2", destinationId: "3", scheduleType: "manual" } as const;
      const sync = (name: string, options: aisquared.SyncOptions, enabled = true): pulumi.Output<unknown> =>
        new aisquared.Sync(name, { ...parts, ...ids, enabled }, options).lastRun;
      const notion = new airweave.SourceConnection(
        "notes",
        { readableCollectionId: "docs", shortName: "notion" },
        { run: "onChange" },
      );
      return {
        started: sync("a", { run: "onCreate" }),
        finished: sync("b", { run: "onChange", triggers: [1], waitFor: "finished" }),
        none: sync("c", {}),
        disabled: sync("d", { run: "onCreate" }, false),
        waiting: notion.lastRun,
      };
    });
    const run = { id: expect.stringMatching(/^\d+$/), reason: null };
    expect(outputs).toMatchObject({
      started: { ...run, status: "scheduled", failedFiles: null, startedAt: null },
      finished: { ...run, status: "succeeded", failedFiles: 0, startedAt: "2026-01-01T00:00:00.000Z" },
      ...{ none: null, disabled: null, waiting: null },
    });
  });

  it("may be a function that a module exports, as its default or as the module itself", async () => {
    const main = (): unknown => Promise.resolve({ id: new airweave.Collection("support").id });
    for (const exported of [main, { default: main }]) {
      expect((await testProgram(() => exported)).outputs).toEqual({ id: expect.stringMatching(/^support-/) });
    }
  });

  it("is checked with its settings, of which each wrong one is a problem once", async () => {
    const two = (): void => {
      for (const name of ["one", "two"]) new unstructured.Source(name, { type: "s3", config: bucket });
    };
    const config = { "unstructured:apiUrl": "ftp://elsewhere" };
    const [problem, ...others] = await problemsOf(two, { config });
    expect(problem).toMatch(/^unstructured: setting unstructured:apiUrl \(from stack config/);
    expect(others).toEqual([]);
    expect(await problemsOf(two, { config: {} })).toEqual([]);
  });
});

describe("what cannot be checked", () => {
  const withReference = (): void => {
    const other = new pulumi.StackReference("organization/network/dev");
    new unstructured.Source("known", {
      type: "s3",
      config: { remote_url: pulumi.interpolate`s3://${other.requireOutput("bucket")}/`, anonymous: true },
    });
  };

  it("is listed: the outputs of other stacks and packages, variables that are not set", async () => {
    const { notChecked } = await testProgram(() => {
      withReference();
      const bucketOfAws = new BucketOfAws("b", { bucket: "b", arn: undefined });
      new unstructured.Source("variable", {
        type: "s3",
        config: { ...bucket, remote_url: fromEnv("PC_TEST_NOT_SET") },
      });
      new airweave.Collection("of aws", {
        name: bucketOfAws.arn,
      });
    });
    expect([...notChecked].sort()).toEqual([
      'StackReference "organization/network/dev": its outputs are not known',
      'airweave.Collection "of aws": name: not known yet',
      'aws:s3/bucket:Bucket "b": a resource of another package',
      'unstructured.Source "known": config.remote_url: not known yet',
      'unstructured.Source "variable": config.remote_url: the environment variable PC_TEST_NOT_SET is not set',
    ]);
  });

  it("is checked with the mocks that the test gives", async () => {
    const newResource: ProgramOptions["newResource"] = ({ type, name, inputs }) =>
      type === "pulumi:pulumi:StackReference"
        ? { id: name, state: { ...(inputs as object), outputs: { bucket: "no bucket" } } }
        : undefined;
    expect(await problemsOf(withReference, { newResource })).toEqual([]);
    const other = (): void => {
      const reference = new pulumi.StackReference("organization/network/dev");
      const remote_url = reference.requireOutput("bucket");
      new unstructured.Source("known", { type: "s3", config: { remote_url, anonymous: true } });
    };
    expect(await problemsOf(other, { newResource })).toEqual([
      expect.stringMatching(/^unstructured\.Source "known": config\.remote_url: must match/),
    ]);
  });

  it("is what a call without a mock is for; with one its result is checked", async () => {
    const program = async (): Promise<void> => {
      new airweave.Collection("support");
      const { bucket: remote_url } = (await pulumi.runtime.invoke("aws:index:bucket", {})) as {
        bucket: string;
      };
      new unstructured.Source("called", { type: "s3", config: { remote_url, anonymous: true } });
    };
    const { notChecked } = await testProgram(program);
    expect(notChecked[0]).toBe("no mock was given for the call aws:index:bucket");
    expect(await problemsOf(program, { call: () => ({ bucket: "no bucket" }) })).toEqual([
      expect.stringMatching(/^unstructured\.Source "called": config\.remote_url: must match/),
    ]);
  });

  it("is a problem for a variable that must be set", async () => {
    const program = (): void => {
      new unstructured.Source("s", {
        type: "s3",
        config: { ...bucket, remote_url: fromEnv("PC_TEST_NOT_SET") },
      });
    };
    expect(await problemsOf(program, { variablesMustBeSet: true })).toEqual([
      'unstructured.Source "s": config.remote_url: the environment variable PC_TEST_NOT_SET is not set',
    ]);
  });
});

describe("an error of the program", () => {
  it("is one more problem, and the resources before it are checked", async () => {
    const problems = await problemsOf(() => {
      new airweave.Collection("abc");
      (undefined as unknown as { x: () => void }).x();
    });
    expect(problems).toEqual([
      'airweave.Collection "abc": name: must have at least 4 characters; the program gives no name, so this is the resource\'s own: give one',
      "the program failed: TypeError: Cannot read properties of undefined (reading 'x')",
    ]);
  });

  it("does not show a secret of the stack config", async () => {
    const options = { config: { "project:count": "CANARY-not-a-number" }, secretKeys: ["project:count"] };
    const problems = await problemsOf(() => new pulumi.Config().requireSecretNumber("count"), options);
    expect(problems).toEqual([expect.stringContaining("'[secret]' is not a valid number")]);
  });
});

describe("secrets", () => {
  it("are in no problem, though the program misplaces them", async () => {
    const canary = "CANARY-0123456789";
    const problems = await problemsOf(() => {
      new unstructured.Source(canary, {
        type: "s3",
        config: { ...{ secret: canary, remote_url: "s3://b/", [canary]: 1 } },
      } as unknown as unstructured.SourceArgs);
    });
    expect(problems.length).toBeGreaterThan(1);
    expect(problems.join()).not.toContain(canary);
  });
});

describe("the mocks with pulumi.runtime.setMocks", () => {
  afterEach(() => pulumi.runtime.setAllConfig({}));

  it("collect what is wrong until they are verified; then constructors throw again", async () => {
    const mocks = connectorMocks();
    await pulumi.runtime.setMocks(mocks);
    new airweave.Collection("abc");
    expect(() => fromEnv("not a name")).not.toThrow();
    await mocks.settle();
    expect(mocks.problems).toHaveLength(2);
    await expect(mocks.verify()).rejects.toThrow('airweave.Collection "abc": name');
    expect(() => fromEnv("not a name")).toThrow("PC_FROM_ENV_NAME");
  });

  it("replace single outputs by what the test returns, and keep secrets secret", async () => {
    const mocks = connectorMocks({
      newResource: ({ type }) =>
        type.endsWith("SourceConnection") ? { id: "given", state: { status: "error" } } : undefined,
    });
    await pulumi.runtime.setMocks(mocks);
    const connection = new airweave.SourceConnection("pages", {
      shortName: "notion",
      readableCollectionId: "support",
    });
    await mocks.verify();
    const { id, status, authUrl } = connection;
    const values = await new Promise((resolve) => pulumi.all([id, status, authUrl]).apply(resolve));
    expect(values).toEqual(["given", "error", expect.stringContaining("https://")]);
    expect(await pulumi.isSecret(authUrl)).toBe(true);
  });

  it("leave an object that is only read unchecked", async () => {
    const mocks = connectorMocks();
    await pulumi.runtime.setMocks(mocks, "project", "stack", true);
    const source = unstructured.Source.get("read", "id-of-it");
    await mocks.verify();
    expect(await new Promise((resolve) => source.id.apply(resolve))).toBe("id-of-it");
  });
});
