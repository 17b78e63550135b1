import { describe, expect, it } from "@jest/globals";
import { PolicyReport, printRemediation, printViolation } from "../../../../sandbox/src/display/policies";
import type { PolicyRemediation, PolicyViolation } from "../../../../sandbox/src/engine/events/policy-events";
import { Secret } from "../../../../sandbox/src/engine/values/property";

const urn = (name: string): string => `urn:pulumi:dev::test::pkg:mod:Type::${name}`;
const reference = { policy: "rule", pack: "pack", version: "1.0.0" };

function violation(parts: Partial<PolicyViolation>): PolicyViolation {
  return {
    kind: "policy-violation",
    ...reference,
    urn: urn("a"),
    level: "advisory",
    severity: "",
    message: "Why.\nWhat.",
    ...parts,
  };
}

const remediation: PolicyRemediation = {
  kind: "policy-remediation",
  ...reference,
  urn: urn("a"),
  before: { name: "A", size: 1, password: new Secret("hunter2") },
  after: { name: "a", size: 1, password: new Secret("hunter3") },
};

/** The texts of pulumi/pulumi, `printPolicies` in `pkg/backend/display/progress.go`, as its CLI 3.270 prints them. */
describe("the section of policies", () => {
  it("is absent without packs", () => {
    expect(new PolicyReport().lines()).toEqual([]);
  });

  it("lists each pack with its violations by level, severity, policy and resource", () => {
    const report = new PolicyReport();
    const long = `folder/${"long/".repeat(20)}pack`;
    report.observe({
      kind: "policies-loaded",
      packs: [
        { name: "pack", version: "1.0.0", path: "packs/mine" },
        { name: "other", version: "2.0.0", path: long },
      ],
    });
    expect(report.lines()).toEqual([
      "Policies:",
      "    ✅ other@v2.0.0 (local: folder/long/.../long/pack)",
      "    ✅ pack@v1.0.0 (local: packs/mine)",
      "",
    ]);
    report.observe(violation({ urn: urn("b") }));
    report.observe(violation({ severity: "low", policy: "sorted" }));
    report.observe(violation({}));
    expect(report.lines().join("\n")).toContain("⚠️ pack@v1.0.0");
    expect(report.hasMandatoryViolations).toBe(false);
    report.observe(violation({ level: "mandatory", policy: "zeal" }));
    report.observe(remediation);
    report.observe({ ...remediation, urn: urn("b") });
    expect(report.hasMandatoryViolations).toBe(true);
    const why = ["          Why.", "          What."];
    expect(report.lines().slice(2)).toEqual([
      "    ❌ pack@v1.0.0 (local: packs/mine)",
      "        - [remediate]  rule  (2 resources)",
      "        - [mandatory]  zeal  (pkg:mod:Type: a)",
      ...why,
      "        - [advisory] [severity: low]  sorted  (pkg:mod:Type: a)",
      ...why,
      "        - [advisory]  rule  (pkg:mod:Type: a)",
      ...why,
      "        - [advisory]  rule  (pkg:mod:Type: b)",
      ...why,
      "",
    ]);
    expect(report.summaryLines()).toEqual([
      "",
      "Policy Packs run:",
      `    ${"Name".padEnd(37)}  Version`,
      "    other|local|folder/long/.../long/pack  2.0.0",
      `    ${"pack|local|packs/mine".padEnd(37)}  1.0.0`,
    ]);
  });

  it("is interspersed in a rich diff, without secrets", () => {
    expect(printViolation(violation({ severity: "high" }))).toEqual([
      "    pack@v1.0.0 [advisory] [severity: high]  rule  (pkg:mod:Type: a)Why.",
      "What.",
    ]);
    expect(printRemediation(remediation, (text) => text)).toEqual([
      "    pack@v1.0.0 [remediate]  rule  (pkg:mod:Type: a)",
      '      ~ name    : "A" => "a"',
      "",
    ]);
  });
});
