import { beforeAll, describe, expect, it } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { loadStackConfig, secret, z, type LoadOptions } from "../../../../provider/src/stack-config";

beforeAll(async () => {
  const mocks = { newResource: () => ({ id: "1", state: {} }), call: () => ({}) };
  await pulumi.runtime.setMocks(mocks, "myproject", "dev");
});

/** Loads a stack config with these values, some of them set with `--secret`. */
function load<Schema extends z.core.$ZodObject>(
  schema: Schema,
  plain: Readonly<Record<string, string>> = {},
  encrypted: Readonly<Record<string, string>> = {},
  options?: LoadOptions,
): z.output<Schema> {
  const full = (key: string): string => (key.includes(":") ? key : `myproject:${key}`);
  const entries = Object.entries({ ...plain, ...encrypted });
  pulumi.runtime.setAllConfig(
    Object.fromEntries(entries.map(([key, text]) => [full(key), text])),
    Object.keys(encrypted).map(full),
  );
  return loadStackConfig(schema, options);
}

/** The lines of the error, except the first, and the code after them. */
function problems(...args: Parameters<typeof load>): string[] {
  try {
    load(...args);
  } catch (error) {
    expect(pulumi.RunError.isInstance(error)).toBe(true);
    const [first, ...lines] = (error as Error).message.split("\n");
    expect(first).toBe("the config of stack dev is invalid:");
    expect(lines.pop()).toBe("[PC_STACK_CONFIG]");
    return lines.map((line) => line.trim());
  }
  return [];
}

const valueOf = async <T>(output: pulumi.Output<T>): Promise<T> =>
  new Promise((resolve) => output.apply((value) => resolve(value)));

describe("loadStackConfig", () => {
  it("takes strings as they are and parses what the schema expects", () => {
    const schema = z.object({
      bucket: z.string(),
      account: z.string(),
      retries: z.number(),
      ratio: z.number(),
      enabled: z.boolean(),
      hosts: z.array(z.string()),
      schedules: z.object({ daily: z.string(), depth: z.number().optional() }),
      limits: z.record(z.string(), z.number()),
      pair: z.tuple([z.string(), z.int()]),
      size: z.enum(["small", "large"]),
      version: z.literal([1, 2]),
      either: z.union([z.number(), z.string()]),
      port: z.coerce.number(),
    });
    const texts = {
      bucket: "s3://a/",
      account: "007",
      retries: "3",
      ratio: " 1e-2",
      enabled: "false",
      hosts: '["a", 5432, true]',
      schedules: '{"daily": "0 6 * * *", "depth": "2.5"}',
      limits: '{"a": 1, "b": "2.5"}',
      pair: '[7, "8"]',
      size: "large",
      version: "2",
      either: "x1",
      port: "80",
    };
    expect(load(schema, texts)).toEqual({
      bucket: "s3://a/",
      account: "007",
      retries: 3,
      ratio: 0.01,
      enabled: false,
      hosts: ["a", "5432", "true"],
      schedules: { daily: "0 6 * * *", depth: 2.5 },
      limits: { a: 1, b: 2.5 },
      pair: ["7", 8],
      size: "large",
      version: 2,
      either: "x1",
      port: 80,
    });
  });

  it("applies defaults, optional keys, refinements and transforms as zod does", () => {
    const schema = z.object({
      bucket: z.string().default("b"),
      schedule: z.string().optional(),
      retries: z.number().nullable(),
      folder: z
        .string()
        .refine((text) => text.endsWith("/"))
        .transform((text) => text.length),
      warehouse: z.object({ size: z.enum(["SMALL", "LARGE"]).default("SMALL") }),
      more: z.object({ host: z.string() }).optional(),
    });
    expect(load(schema, { retries: "null", folder: "in/" })).toEqual({
      bucket: "b",
      retries: null,
      folder: 3,
      warehouse: { size: "SMALL" },
    });
  });

  it("reads another namespace", () => {
    const schema = z.object({ bucket: z.string(), "unstructured:apiUrl": z.string() });
    const texts = { bucket: "mine", "other:bucket": "theirs", "unstructured:apiUrl": "u", "aws:region": "r" };
    expect(load(schema, texts, {}, { namespace: "other" })).toEqual({
      bucket: "theirs",
      "unstructured:apiUrl": "u",
    });
    expect(problems(schema, {}, {}, { namespace: "other" })).toEqual([
      "other:bucket: missing, expected a string; set it with `pulumi config set other:bucket <value>`",
      "unstructured:apiUrl: missing, expected a string; set it with `pulumi config set unstructured:apiUrl <value>`",
    ]);
  });

  it("returns keys that the schema does not name only if the schema is open", () => {
    const texts = { bucket: "b", extra: "1" };
    expect(load(z.looseObject({ bucket: z.string() }), texts)).toEqual(texts);
    expect(load(z.object({ bucket: z.string() }).catchall(z.number()), texts)).toEqual({
      bucket: "b",
      extra: 1,
    });
  });

  it("terminates for a recursive schema", () => {
    const tree = z.object({
      name: z.string(),
      get inner() {
        return tree.optional();
      },
      get needed() {
        return tree;
      },
    });
    expect(problems(z.object({ tree }))).toContain(
      "myproject:tree.name: missing, expected a string; set it with `pulumi config set --path 'tree.name' <value>`",
    );
  });

  it("returns secret outputs where the schema says so, also in objects and arrays", async () => {
    const schema = z.object({
      token: secret(z.string().min(2)),
      retries: secret(z.number()).optional(),
      none: secret(z.string()).optional(),
      database: z.object({ host: z.string(), password: secret(z.string()) }),
      keys: z.array(secret(z.string())),
    });
    const database = '{"host": "h", "password": "p"}';
    const config = load(schema, {}, { token: "tt", retries: "3", database, keys: '["k"]' });
    expect(config.none).toBeUndefined();
    expect(config.database.host).toBe("h");
    const outputs = [config.token, config.retries, config.database.password, config.keys[0]];
    for (const output of outputs) expect(await pulumi.isSecret(output as pulumi.Output<unknown>)).toBe(true);
    expect(await Promise.all(outputs.map((output) => valueOf(output as pulumi.Output<unknown>)))).toEqual([
      "tt",
      3,
      "p",
      "k",
    ]);
  });
});

describe("the errors of loadStackConfig", () => {
  it("list all problems at once, one per line with its fix", () => {
    const schema = z.object({
      bucket: z.string(),
      schedule: z.string().optional(),
      retries: z.number(),
      enabled: z.boolean(),
      size: z.enum(["small", "large"]),
      hosts: z.array(z.string()).min(1),
      folders: z.array(z.string()),
      limits: z.record(z.string(), z.number()),
      schedules: z.object({ daily: z.string(), "on.demand": z.string().optional(), hours: z.array(z.int()) }),
      address: z.url(),
      folder: z.string().startsWith("s3://"),
      count: z.int().max(10),
      token: secret(z.string()),
      key: secret(z.string()),
      database: z.object({ host: z.string(), password: secret(z.string()) }),
      broken: z.object({ password: secret(z.string()) }),
    });
    const texts = {
      retries: "CANARY",
      enabled: "CANARY",
      size: "CANARY",
      hosts: "[]",
      limits: '{"a": "CANARY"}',
      schedules: '{"dialy": "CANARY", "on.demand": [], "hours": [1.5]}',
      address: "CANARY",
      folder: "CANARY",
      count: "12",
      key: "CANARY",
      database: '{"password": "CANARY"}',
      broken: "{CANARY",
      schedul: "CANARY",
      "un related": "CANARY",
    };
    expect(problems(schema, texts)).toEqual([
      "myproject:key: secret stored in plain text; set it again with `pulumi config set --secret key <value>`",
      "myproject:database.password: secret stored in plain text; set it again with `pulumi config set --secret --path 'database.password' <value>`",
      "myproject:bucket: missing, expected a string; set it with `pulumi config set bucket <value>`",
      "myproject:retries: expected a number, got a string; set it with `pulumi config set retries <value>`",
      "myproject:enabled: expected a boolean, got a string; set it with `pulumi config set enabled <value>`",
      "myproject:size: expected one of small, large; set it with `pulumi config set size <value>`",
      "myproject:hosts: must not be empty; set it with `pulumi config set hosts '<JSON>'`",
      "myproject:folders: missing, expected an array; set it with `pulumi config set --path 'folders[0]' <value>`",
      "myproject:limits.a: expected a number, got a string; set it with `pulumi config set --path 'limits.a' <value>`",
      "myproject:schedules.daily: missing, expected a string; set it with `pulumi config set --path 'schedules.daily' <value>`",
      "myproject:schedules.on.demand: expected a string, got an array; set it with `pulumi config set --path 'schedules[\"on.demand\"]' <value>`",
      "myproject:schedules.hours[0]: expected an integer, got a number with decimals; set it with `pulumi config set --path 'schedules.hours[0]' <value>`",
      "myproject:address: expected a URL, such as https://example.com/path; set it with `pulumi config set address <value>`",
      'myproject:folder: must start with "s3://"; set it with `pulumi config set folder <value>`',
      "myproject:count: must be at most 10; set it with `pulumi config set count <value>`",
      "myproject:token: missing, expected a string; set it with `pulumi config set --secret token <value>`",
      "myproject:broken: expected an object, got a string; set it with `pulumi config set --secret broken '<JSON>'`",
      "myproject:schedules.dialy: unknown key (did you mean daily?); remove it with `pulumi config rm --path 'schedules.dialy'`",
      "myproject:schedul: unknown key (did you mean schedule?); remove it with `pulumi config rm schedul`",
      "myproject:un related: unknown key; remove it with `pulumi config rm 'un related'`",
    ]);
  });

  it("report a misspelled key even if nothing is missing", () => {
    const schema = z.object({ schedule: z.string().optional() });
    expect(problems(schema, { shedule: "x", "other:key": "x" })).toEqual([
      "myproject:shedule: unknown key (did you mean schedule?); remove it with `pulumi config rm shedule`",
    ]);
    expect(
      problems(z.strictObject({ a: z.strictObject({ b: z.string() }) }), { a: '{"b": "", "c": 1}' }),
    ).toEqual(["myproject:a.c: unknown key; remove it with `pulumi config rm --path 'a.c'`"]);
  });

  it("report what is wrong in the intended option of a union", () => {
    const login = z.discriminatedUnion("kind", [
      z.object({ kind: z.literal("key"), key: secret(z.string()) }),
      z.object({ kind: z.literal("user"), name: z.string(), port: z.string() }),
    ]);
    expect(problems(z.object({ login }), { login: '{"kind": "user", "port": 5432}' })).toEqual([
      "myproject:login.name: missing, expected a string; set it with `pulumi config set --path 'login.name' <value>`",
    ]);
    expect(problems(z.object({ login }), {}, { login: '{"kind": "key"}' })).toEqual([
      "myproject:login.key: missing, expected a string; set it with `pulumi config set --secret --path 'login.key' <value>`",
    ]);
    expect(problems(z.object({ login }), { login: '{"kind": "CANARY"}' })).toEqual([
      "myproject:login.kind: expected one of key, user; set it with `pulumi config set --path 'login.kind' <value>`",
    ]);
    const schedule = z.union([z.literal("none"), z.object({ cron: z.string() })]);
    expect(problems(z.object({ schedule }), { schedule: '{"cron": []}' })).toEqual([
      "myproject:schedule.cron: expected a string, got an array; set it with `pulumi config set --path 'schedule.cron' <value>`",
    ]);
    const mixed = z.union([z.literal("none"), z.number(), z.object({ cron: z.string() })]);
    expect(problems(z.object({ mixed, absent: mixed }), { mixed: "CANARY" })).toEqual([
      "myproject:mixed: expected none or a number or an object; set it with `pulumi config set mixed <value>`",
      "myproject:absent: missing, expected none or a number or an object; set it with `pulumi config set absent <value>`",
    ]);
  });

  it("use the schema's own messages unless they contain the value", () => {
    const schema = z.object({
      even: z.number().refine((value) => value % 2 === 0, "must be even"),
      empty: z.string().refine((text) => text !== "", "say something"),
      shown: z.string().refine(() => false, { error: ({ input }) => `${String(input)} is wrong` }),
      inside: z
        .object({ a: z.string() })
        .refine(() => false, { error: ({ input }) => JSON.stringify(input) }),
    });
    expect(problems(schema, { even: "3", empty: "", shown: "CANARY", inside: '{"a": "CANARY"}' })).toEqual([
      "myproject:even: must be even; set it with `pulumi config set even <value>`",
      "myproject:empty: say something; set it with `pulumi config set empty <value>`",
      "myproject:shown: fails a check in the program's schema; set it with `pulumi config set shown <value>`",
      "myproject:inside: fails a check in the program's schema; set it with `pulumi config set inside '<JSON>'`",
    ]);
  });

  it("name the project if no single key is wrong", () => {
    const pair = z.object({ first: z.number(), last: z.number(), token: secret(z.string()) });
    const ordered = pair.refine(({ first, last }) => first <= last, "first must not be after last");
    expect(problems(ordered, { first: "2", last: "1" }, { token: "a-token" })).toEqual([
      "myproject: first must not be after last",
    ]);
    const shows = pair.refine(() => false, { error: ({ input }) => JSON.stringify(input) });
    expect(problems(shows, { first: "201", last: "1" }, { token: "a-token" })).toEqual([
      "myproject: fails a check in the program's schema",
    ]);
  });

  it("contain no part of a secret, not even its keys", () => {
    const schema = z.object({
      account: secret(z.record(z.string(), z.object({ id: z.string() }))),
      strict: secret(z.strictObject({ id: z.string() })),
    });
    const lines = problems(
      schema,
      {},
      { account: '{"CANARY": {"id": []}}', strict: '{"id": "", "CANARY": 1}' },
    );
    expect(lines).toEqual([
      "myproject:account: expected a string, got an array; set it with `pulumi config set --secret account '<JSON>'`",
      "myproject:strict: contains an unknown key; set it with `pulumi config set --secret strict '<JSON>'`",
    ]);
  });

  it("report checks that are asynchronous or throw, but not what they throw", () => {
    const waits = z.object({ a: z.string().refine(() => Promise.resolve(true)) });
    expect(() => load(waits, { a: "x" })).toThrow(
      /^the schema of the stack config has an asynchronous check/,
    );
    const throws = z.object({ a: z.string().transform((text) => new URL(text)) });
    expect(() => load(throws, { a: "CANARY" })).toThrow(
      /^a check in the schema of the stack config threw TypeError \[PC_STACK_CONFIG\]$/,
    );
  });

  const leaf = fc.constantFrom<(isSecret: boolean) => z.core.$ZodType>(
    ...[z.string().max(3), z.number(), z.boolean(), z.enum(["on", "off"]), z.url(), z.array(z.int())].map(
      (schema) => (isSecret: boolean) => (isSecret ? secret(schema) : schema),
    ),
    (isSecret) => {
      const shows = z.string().refine(() => false, { error: ({ input }) => `not ${String(input)}` });
      return isSecret ? secret(shows) : shows;
    },
  );

  it("never contain a value, and always say how to set each key", () => {
    const keys = fc.array(fc.record({ schema: leaf, isSecret: fc.boolean(), isNested: fc.boolean() }), {
      minLength: 1,
      maxLength: 6,
    });
    const text = fc.constantFrom('"CANARY"', "CANARY", '["CANARY"]', '{"a": "CANARY"}', "[CANARY");
    const texts = fc.array(fc.record({ text, isEncrypted: fc.boolean() }), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(keys, texts, (drawn, values) => {
        const shape = drawn.map(({ schema, isSecret, isNested }, index): [string, z.core.$ZodType] => [
          `k${index}`,
          isNested ? z.object({ a: schema(isSecret) }) : schema(isSecret),
        ]);
        const given = (wanted: boolean): Record<string, string> =>
          Object.fromEntries(
            values
              .slice(0, drawn.length)
              .flatMap(({ text: value, isEncrypted }, index): [string, string][] =>
                isEncrypted === wanted ? [[`k${index}`, value]] : [],
              ),
          );
        const lines = problems(z.object(Object.fromEntries(shape)), given(false), given(true));
        expect(lines.join("\n")).not.toContain("CANARY");
        for (const [index, { isSecret }] of drawn.entries()) {
          const own = lines.filter((line) => line.startsWith(`myproject:k${index}`));
          expect(own.length).toBeGreaterThan(0);
          const setting = own.filter((line) => line.includes("pulumi config set"));
          for (const line of setting) expect(line.includes("--secret")).toBe(isSecret);
        }
      }),
      { seed: 20261122, numRuns: 200 },
    );
  });
});

describe("a value that is not known, since it could not be decrypted", () => {
  const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
  const schema = z.object({ port: secret(z.number()), host: z.string().min(3) });

  it("is never invalid, and named if the config cannot be read without it", () => {
    expect(problems(schema, { host: "h" }, { port: unknown })).toEqual([
      expect.stringMatching(/^myproject:host: must have at least 3 characters/),
    ]);
    expect(problems(schema, { host: "host" }, { port: unknown })).toEqual([
      `myproject:port: cannot be read: ${unknown}`,
    ]);
  });

  it("is read where a string is expected", async () => {
    const { key } = load(z.object({ key: secret(z.string()) }), {}, { key: unknown });
    expect(await new Promise((resolve) => key.apply(resolve))).toBe(unknown);
  });
});
