import type { EventSink } from "../events/events";
import type { PropertyMap } from "../values/property";
import type { Urn } from "../values/urn";
import type { AnalyzedResource, Analyzer, PolicyDiagnostic } from "./analyzer";

/**
 * Checks the resources of an operation with its policy packs, and reports the results.
 * Source: pulumi/pulumi, `pkg/resource/deploy/step_generator.go`.
 */
export class PolicyChecks {
  #analyzers: Promise<readonly Analyzer[]> = Promise.resolve([]);

  constructor(private readonly sink: EventSink) {}

  /** Loads the packs. The other methods wait for this. @throws Error if one cannot be loaded. */
  async load(start: () => Promise<readonly Analyzer[]>): Promise<void> {
    this.#analyzers = start();
    const analyzers = await this.#analyzers;
    if (analyzers.length === 0) return;
    this.sink({ kind: "policies-loaded", packs: analyzers.map(({ identity }) => identity) });
  }

  /** Has each pack in turn remediate a resource. @returns its inputs afterwards. */
  async remediate(resource: AnalyzedResource): Promise<PropertyMap> {
    let { properties } = resource;
    const { urn } = resource.state;
    for (const analyzer of await this.#analyzers) {
      const remediations = await analyzer
        .remediate({ ...resource, properties })
        .catch(rethrow("failed to run remediation"));
      for (const remediation of remediations) {
        if ("diagnostic" in remediation) {
          const { diagnostic: message, ...reference } = remediation;
          this.#report(urn, { ...reference, level: "advisory", severity: "", message, urn });
        } else {
          const { properties: after, ...reference } = remediation;
          this.sink({ kind: "policy-remediation", urn, ...reference, before: properties, after });
          properties = after;
        }
      }
    }
    return properties;
  }

  /** Analyzes the inputs of a resource. @returns whether a mandatory policy is violated. */
  async analyze(resource: AnalyzedResource): Promise<boolean> {
    const diagnostics = await Promise.all(
      (await this.#analyzers).map((analyzer) =>
        analyzer.analyze(resource).catch(rethrow("failed to run policy")),
      ),
    );
    return diagnostics
      .flat()
      .map((diagnostic) => this.#report(resource.state.urn, diagnostic))
      .includes(true);
  }

  /** Analyzes all resources at the end. @returns whether a mandatory policy is violated. */
  async analyzeStack(resources: readonly AnalyzedResource[], stack: Urn): Promise<boolean> {
    const known = new Set(resources.map(({ state }) => state.urn));
    const analyzers = await this.#analyzers;
    const diagnostics = await Promise.all(analyzers.map((analyzer) => analyzer.analyzeStack(resources)));
    return diagnostics
      .flat()
      .map((diagnostic) => this.#report(known.has(diagnostic.urn) ? diagnostic.urn : stack, diagnostic))
      .includes(true);
  }

  async stop(): Promise<void> {
    const analyzers = await this.#analyzers.catch(() => []);
    await Promise.all(analyzers.map((analyzer) => analyzer.stop()));
  }

  /** @returns whether the operation fails because of it. */
  #report(urn: Urn, { level: found, policy, pack, version, severity, message }: PolicyDiagnostic): boolean {
    // A violation that remediation has not removed is mandatory.
    const level = found === "advisory" ? found : "mandatory";
    this.sink({ kind: "policy-violation", urn, policy, pack, version, level, severity, message });
    return level === "mandatory";
  }
}

function rethrow(what: string): (error: unknown) => never {
  return (error) => {
    throw new Error(`${what}: ${(error as Error).message}`);
  };
}
