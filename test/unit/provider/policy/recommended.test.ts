import { describe, expect, it } from "@jest/globals";
import { catalogEntry, catalogTypes } from "../../../../provider/src/catalog/entry";
import {
  forbiddenFlows,
  personalColumns,
  recommendedPolicies,
  scheduled,
  usedConnectors,
} from "../../../../provider/src/policy";
import type { Fields } from "../../../../provider/src/values/fields";
import {
  badInputs,
  badStacks,
  connection,
  connector,
  destination,
  login,
  postgres,
  s3,
  secret,
  source,
} from "../../../policies/bad-inputs";
import { badPipelines, goodPipelines, type Pipeline } from "../../../policies/pipelines";
import { stackViolations, violations, type Given, type Violation } from "./analyze";

const policies = recommendedPolicies();
/** Connectors by themselves are of no use to anything. */
const withoutUses = policies.filter(({ name }) => name !== "connector-uses");

/** What the pack says about a stack, with a configuration of one rule. */
async function judge({ rule, resources, config = {} }: Pipeline): Promise<Violation[]> {
  const configured = policies.map((policy) =>
    policy.name === `connector-${rule}`
      ? rules[rule as keyof typeof rules]({ ...defaults[rule], ...config })
      : policy,
  );
  const found = await Promise.all(resources.map((each) => violations(configured, each)));
  return [...found.flat(), ...(await stackViolations(configured, resources))];
}

const rules = {
  uses: usedConnectors,
  flows: forbiddenFlows,
  schedules: scheduled,
  "personal-columns": personalColumns,
};
/** As the pack has them. */
const defaults: Readonly<Record<string, Fields>> = { schedules: { required: false, minMinutes: 15 } };

const kinds: readonly (readonly [string, (type: string, config: Fields, credentials?: Fields) => Given])[] = [
  ["unstructured/source", (type, config) => source(type, config)],
  ["unstructured/destination", (type, config) => destination(type, config)],
  ["aisquared/source", (type, config) => connector("source", type, config)],
  ["aisquared/destination", (type, config) => connector("destination", type, config)],
  ["airweave/source", (type, config, credentials) => connection(type, { config, ...login(credentials) })],
];

const examples = kinds.flatMap(([folder, make]) =>
  catalogTypes(folder).flatMap((type) => {
    const entry = catalogEntry(folder, type) as unknown as {
      readonly examples: readonly Fields[];
      readonly $defs?: { readonly credentials?: { readonly examples?: readonly Fields[] } };
    };
    const [credentials] = entry.$defs?.credentials?.examples ?? [];
    return entry.examples.map((config) => make(type, config, credentials));
  }),
);

const goodStacks: readonly (readonly [string, readonly Given[]])[] = [
  [
    "two tables",
    ["t", "u"].map((name) =>
      destination("postgres", { ...postgres, host: "db.example.com", table_name: name }, name),
    ),
  ],
  [
    "indexes of the same name in two accounts",
    ["one", "two"].map((name) =>
      destination("pinecone", { index_name: "i", api_key: `${secret}-${name}` }, name),
    ),
  ],
  ["two sources for one bucket", [source("s3", s3), source("s3", s3)]],
  [
    "a collection and a hundred connectors",
    [
      { type: "airweave:Collection", props: { name: "n" } },
      ...Array.from({ length: 100 }, () => source("s3", s3)),
    ],
  ],
];

describe("the recommended pack", () => {
  it("is tested with more than 40 bad inputs", () => {
    expect(badInputs.length + badStacks.length).toBeGreaterThanOrEqual(40);
  });

  it.each(badInputs)("connector-%s, at %s: %s", async (rule, path, _what, given) => {
    const found = await violations(policies, given);
    expect(found.map(({ policy }) => policy)).toEqual([`connector-${rule}`]);
    expect(found[0]?.message).toContain(`"it": ${path}: `);
    expect(JSON.stringify(found)).not.toContain(secret);
  });

  it.each(badStacks)("connector-%s: %s", async (rule, _what, resources) => {
    const found = await stackViolations(withoutUses, resources);
    expect(found.map(({ policy }) => policy)).toEqual([`connector-${rule}`]);
    expect(JSON.stringify(found)).not.toContain(secret);
  });

  it.each(goodStacks)("accepts %s", async (_what, resources) => {
    expect(await stackViolations(withoutUses, resources)).toEqual([]);
  });

  it.each(badPipelines)("connector-$rule: $what", async (pipeline) => {
    const found = await judge(pipeline);
    expect(found.map(({ policy }) => policy)).toEqual([`connector-${pipeline.rule}`]);
    expect(found[0]?.message).toContain(pipeline.message ?? "");
    expect(JSON.stringify(found)).not.toContain(secret);
  });

  it.each(goodPipelines)("accepts, by connector-$rule, $what", async (pipeline) => {
    expect(await judge(pipeline)).toEqual([]);
  });

  it("accepts the examples of all types, one by one and together in a stack", async () => {
    expect(examples.length).toBeGreaterThanOrEqual(156);
    const found = await Promise.all(examples.map((example) => violations(policies, example)));
    expect(found.flat()).toEqual([]);
    const stack = examples.slice(0, 100);
    expect(await stackViolations(withoutUses, stack)).toEqual([]);
    expect(await stackViolations(withoutUses, examples.slice(56))).toEqual([]);
  });
});
