import { normalize } from "node:path";
import type { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { UserError } from "../../user-error";
import type { PolicyPackIdentity, PolicySeverity } from "../events/policy-events";
import type { AnalyzedResource, Analyzer, PolicyDiagnostic, Remediation } from "../policy/analyzer";
import { reconcilePolicyConfig, refuseWithoutLevel, type PolicyPackConfig } from "../policy/policy-config";
import { fromStruct } from "../values/wire";
import {
  initialConfig,
  levelNumbers,
  toLevel,
  toPolicyInfo,
  toRequest,
  toSeverity,
  toStackResource,
  withoutInternalKeys,
} from "../rpc/analyzer-messages";
import type { NodeProcess } from "./node-process";
import { readConfig, readPackFile, type PolicyPackSource } from "./policy-pack-files";
import { call, configureStack, startPolicyProcess, type PolicyPackOptions } from "./policy-process";

/**
 * A policy pack, run with its own SDK and called over the analyzer protocol.
 * Source: pulumi/pulumi, `sdk/go/common/resource/plugin/analyzer_plugin.go`.
 */
export class PolicyPack implements Analyzer {
  private constructor(
    readonly identity: PolicyPackIdentity,
    private readonly process: NodeProcess,
    private readonly client: AnalyzerClient,
    private readonly severities: ReadonlyMap<string, PolicySeverity>,
    /** Whether any of its policies remediates; otherwise a call per resource is saved. */
    private readonly remediates: boolean,
  ) {}

  /** Starts and configures a pack. @throws UserError if it is invalid or does not start, or its config is invalid. */
  static async start(source: PolicyPackSource, options: PolicyPackOptions): Promise<PolicyPack> {
    const { version, typescript } = readPackFile(source);
    const given = source.configFile === undefined ? {} : readConfig(source.configFile);
    const { process, client } = await startPolicyProcess({ folder: source.folder, typescript }, options);
    try {
      return await PolicyPack.#configured(source, version, given, process, client, options);
    } catch (error) {
      client.close();
      await process.stop();
      throw error;
    }
  }

  static async #configured(
    { path }: PolicyPackSource,
    packVersion: string,
    given: PolicyPackConfig,
    process: NodeProcess,
    client: AnalyzerClient,
    options: PolicyPackOptions,
  ): Promise<PolicyPack> {
    await configureStack(client, options);
    const info = await call<messages.AnalyzerInfo>((done) => client.getAnalyzerInfo(new Empty(), done));
    // The version in PulumiPolicy.yaml overrides that of the package.
    const identity = {
      name: info.getName(),
      version: packVersion || info.getVersion(),
      path: normalize(path),
    };
    const policies = info.getPoliciesList();
    const { config, errors } = reconcilePolicyConfig(policies.map(toPolicyInfo), initialConfig(info), given);
    if (errors.length > 0) {
      const { name, version } = identity;
      throw new UserError(
        errors.map((error) => `validating policy config: ${name} ${version}  ${error}`).join("\n"),
      );
    }
    try {
      await PolicyPack.#configure(
        client,
        config,
        policies.map((policy) => policy.getName()),
      );
    } catch (error) {
      throw new UserError(
        `configuring policy pack "${identity.name}" at "${path}": ${(error as Error).message}`,
      );
    }
    const severities = policies.map(
      (policy) => [policy.getName(), toSeverity(policy.getSeverity())] as const,
    );
    const remediates = Object.values(config).some(({ enforcementLevel }) => enforcementLevel === "remediate");
    return new PolicyPack(identity, process, client, new Map(severities), remediates);
  }

  static async #configure(
    client: AnalyzerClient,
    config: PolicyPackConfig,
    policies: readonly string[],
  ): Promise<void> {
    if (Object.keys(config).length === 0) return;
    refuseWithoutLevel(config, policies);
    const request = new messages.ConfigureAnalyzerRequest();
    for (const [name, { enforcementLevel, properties = {} }] of Object.entries(config)) {
      const policyConfig = new messages.PolicyConfig().setProperties(
        Struct.fromJavaScript(properties as Parameters<typeof Struct.fromJavaScript>[0]),
      );
      if (enforcementLevel !== undefined) policyConfig.setEnforcementlevel(levelNumbers[enforcementLevel]);
      request.getPolicyconfigMap().set(name, policyConfig);
    }
    await call((done) => client.configure(request, done));
  }

  async stop(): Promise<void> {
    this.client.close();
    await this.process.stop();
  }

  async remediate(resource: AnalyzedResource): Promise<Remediation[]> {
    if (!this.remediates) return [];
    const request = toRequest(resource, resource.properties);
    const response = await call<messages.RemediateResponse>((done) => this.client.remediate(request, done));
    return response.getRemediationsList().map((remediation) => {
      const reference = {
        policy: remediation.getPolicyname(),
        pack: remediation.getPolicypackname(),
        version: this.identity.version,
      };
      const diagnostic = remediation.getDiagnostic();
      return diagnostic === ""
        ? { ...reference, properties: fromStruct(remediation.getProperties()) }
        : { ...reference, diagnostic };
    });
  }

  async analyze(resource: AnalyzedResource): Promise<PolicyDiagnostic[]> {
    const request = toRequest(resource, withoutInternalKeys(resource.properties));
    const response = await call<messages.AnalyzeResponse>((done) => this.client.analyze(request, done));
    return this.#diagnostics(response);
  }

  async analyzeStack(resources: readonly AnalyzedResource[]): Promise<PolicyDiagnostic[]> {
    const request = new messages.AnalyzeStackRequest().setResourcesList(resources.map(toStackResource));
    const response = await call<messages.AnalyzeResponse>((done) => this.client.analyzeStack(request, done));
    return this.#diagnostics(response);
  }

  #diagnostics(response: messages.AnalyzeResponse): PolicyDiagnostic[] {
    return response.getDiagnosticsList().map((diagnostic) => {
      const policy = diagnostic.getPolicyname();
      return {
        policy,
        pack: diagnostic.getPolicypackname(),
        version: this.identity.version,
        level: toLevel(diagnostic.getEnforcementlevel()),
        severity: toSeverity(diagnostic.getSeverity()) || (this.severities.get(policy) ?? ""),
        message: diagnostic.getMessage(),
        urn: diagnostic.getUrn(),
      };
    });
  }
}
