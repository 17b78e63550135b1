import { existsSync, readFileSync } from "node:fs";
import { join, normalize } from "node:path";
import { credentials, status, type ClientUnaryCall, type ServiceError } from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { parse } from "yaml";
import { z } from "zod";
import { UserError } from "../errors";
import type {
  AnalyzedResource,
  Analyzer,
  EnforcementLevel,
  PolicyDiagnostic,
  PolicyPackIdentity,
  PolicySeverity,
  Remediation,
} from "../policy/analyzer";
import {
  parsePolicyPackConfig,
  reconcilePolicyConfig,
  type PolicyInfo,
  type PolicyPackConfig,
} from "../policy/policy-config";
import type { StackConfig } from "../stack/stack-config";
import type { ResourceState } from "../state/resource-state";
import { isMap, mapValues, type PropertyMap } from "../values/property";
import { urnName } from "../values/urn";
import { fromStruct, toStruct, type Understands } from "../values/wire";
import { startNodeProcess, type NodeProcess, type OnLine } from "./node-process";

/** A policy pack that an operation is to run. */
export interface PolicyPackSource {
  /** As the user gave it. */
  readonly path: string;
  readonly folder: string;
  /** Its JSON. */
  readonly configFile?: string;
}

export interface PolicyPackOptions {
  readonly project: string;
  readonly stack: string;
  readonly config: StackConfig;
  readonly dryRun: boolean;
  readonly env: Readonly<Record<string, string>>;
  readonly engineAddress: string;
  readonly onLine: OnLine;
}

const packSchema = z.looseObject({
  runtime: z.union([
    z.string().transform((name) => ({ name })),
    z.object({ name: z.string(), options: z.record(z.string(), z.unknown()).optional() }),
  ]),
  version: z.string().default(""),
});

const channelOptions = {
  "grpc.max_receive_message_length": -1,
  "grpc.max_send_message_length": -1,
  "grpc.enable_http_proxy": 0,
};

const secretsOnly: Understands = { secrets: true, resources: false };

/**
 * A policy pack, run by the SDK that it has itself and spoken to over the protocol of analyzers.
 * Source: pulumi/pulumi, `sdk/go/common/resource/plugin/analyzer_plugin.go`.
 */
export class PolicyPack implements Analyzer {
  private constructor(
    readonly identity: PolicyPackIdentity,
    private readonly process: NodeProcess,
    private readonly client: AnalyzerClient,
    private readonly severities: ReadonlyMap<string, PolicySeverity>,
  ) {}

  /** Starts a pack and configures it. @throws UserError if it is none, does not start or its config is wrong. */
  static async start(source: PolicyPackSource, options: PolicyPackOptions): Promise<PolicyPack> {
    const { version } = readPackFile(source);
    const given = source.configFile === undefined ? {} : readConfig(source.configFile);
    const { process, client } = await startProcess(source.folder, options);
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
    // The version in PulumiPolicy.yaml wins over that of the package.
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
    const request = new messages.ConfigureAnalyzerRequest();
    for (const [name, { enforcementLevel, properties }] of Object.entries(config)) {
      const policyConfig = new messages.PolicyConfig()
        .setEnforcementlevel(levelNumbers[enforcementLevel])
        .setProperties(Struct.fromJavaScript(properties as Parameters<typeof Struct.fromJavaScript>[0]));
      request.getPolicyconfigMap().set(name, policyConfig);
    }
    if (policies.length > 0) await call((done) => client.configure(request, done));
    const severities = policies.map(
      (policy) => [policy.getName(), toSeverity(policy.getSeverity())] as const,
    );
    return new PolicyPack(identity, process, client, new Map(severities));
  }

  async stop(): Promise<void> {
    this.client.close();
    await this.process.stop();
  }

  async remediate(resource: AnalyzedResource): Promise<Remediation[]> {
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

function readPackFile({ path, folder }: PolicyPackSource): { readonly version: string } {
  const file = join(folder, "PulumiPolicy.yaml");
  if (!existsSync(file)) {
    throw new UserError(
      `failed to load Pulumi policy project located at "${path}": there is no PulumiPolicy.yaml`,
    );
  }
  const result = packSchema.safeParse(parse(readFileSync(file, "utf8")));
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new UserError(`${file}: ${issue?.path.join(".")}: ${issue?.message}`);
  }
  const { name } = result.data.runtime;
  if (name !== "nodejs") {
    throw new UserError(
      `${file}: runtime ${name}: the sandbox runs nodejs policy packs; this one needs the pulumi CLI`,
    );
  }
  return result.data;
}

function readConfig(file: string): PolicyPackConfig {
  if (!existsSync(file)) throw new UserError(`${file}: there is no such policy pack config`);
  return parsePolicyPackConfig(readFileSync(file, "utf8"));
}

async function startProcess(
  folder: string,
  options: PolicyPackOptions,
): Promise<{ readonly process: NodeProcess; readonly client: AnalyzerClient }> {
  const { project, stack, config, dryRun, env, engineAddress, onLine } = options;
  let listening: (line: string) => void;
  const firstLine = new Promise<string>((resolve) => (listening = resolve));
  let isFirst = true;
  const process = startNodeProcess({
    script: "cmd/run-policy-pack",
    args: [engineAddress, "."],
    folder,
    env: {
      ...env,
      PULUMI_CONFIG: JSON.stringify(plainConfig(config)),
      PULUMI_NODEJS_ORGANIZATION: "organization",
      PULUMI_NODEJS_PROJECT: project,
      PULUMI_NODEJS_STACK: stack,
      PULUMI_NODEJS_DRY_RUN: String(dryRun),
      PULUMI_NODEJS_TYPESCRIPT: "true",
    },
    onLine: (stream, line) => {
      if (stream === "stdout" && isFirst) {
        isFirst = false;
        listening(line);
      } else {
        onLine(stream, line);
      }
    },
  });
  const ended = process.exited.then((code) => {
    throw new UserError(`policy pack not started: its process ended with exit code ${code}`);
  });
  ended.catch(() => undefined);
  const port = await Promise.race([firstLine, ended]);
  if (!/^\d+$/.test(port)) {
    await process.stop();
    throw new UserError("policy pack not started: could not read policy pack port: expected integer");
  }
  return {
    process,
    client: new AnalyzerClient(`127.0.0.1:${port}`, credentials.createInsecure(), channelOptions),
  };
}

async function configureStack(
  client: AnalyzerClient,
  { project, stack, config, dryRun }: PolicyPackOptions,
): Promise<void> {
  const request = new messages.AnalyzerStackConfigureRequest()
    .setStack(stack)
    .setProject(project)
    .setOrganization("organization")
    .setDryRun(dryRun)
    .setConfigSecretKeysList(Object.keys(config).filter((key) => config[key]?.secrets.length));
  for (const [key, value] of Object.entries(plainConfig(config))) request.getConfigMap().set(key, value);
  await call((done) => client.configureStack(request, done)).catch((error: unknown) => {
    if ((error as RpcError).code !== status.UNIMPLEMENTED) throw error;
  });
}

function plainConfig(config: StackConfig): Record<string, string> {
  return Object.fromEntries(Object.entries(config).map(([key, { value }]) => [key, value]));
}

function toPolicyInfo(policy: messages.PolicyInfo): PolicyInfo {
  const schema = policy.getConfigschema();
  return {
    name: policy.getName(),
    enforcementLevel: toLevel(policy.getEnforcementlevel()),
    schema: schema && {
      properties: (schema.getProperties()?.toJavaScript() ?? {}) as NonNullable<
        PolicyInfo["schema"]
      >["properties"],
      required: schema.getRequiredList(),
    },
  };
}

function initialConfig(info: messages.AnalyzerInfo): PolicyPackConfig {
  const configs = info.getInitialconfigMap();
  const names = configs.getEntryList() as unknown as readonly [name: string, config: unknown][];
  return Object.fromEntries(
    names.flatMap(([name]) => {
      const config = configs.get(name);
      if (config === undefined) return [];
      const properties = config.getProperties()?.toJavaScript() ?? {};
      return [[name, { enforcementLevel: toLevel(config.getEnforcementlevel()), properties }]];
    }),
  );
}

const levelNumbers: Readonly<Record<EnforcementLevel, messages.EnforcementLevel>> = {
  advisory: messages.EnforcementLevel.ADVISORY,
  mandatory: messages.EnforcementLevel.MANDATORY,
  remediate: messages.EnforcementLevel.REMEDIATE,
  disabled: messages.EnforcementLevel.DISABLED,
};

/** In the order of the protocol's numbers. */
const severities: readonly PolicySeverity[] = ["", "low", "medium", "high", "critical"];

function toLevel(number: messages.EnforcementLevel): EnforcementLevel {
  const levels = Object.keys(levelNumbers) as EnforcementLevel[];
  const level = levels.find((candidate) => levelNumbers[candidate] === number);
  if (level === undefined) throw new Error(`invalid enforcement level ${String(number)}`);
  return level;
}

function toSeverity(number: number): PolicySeverity {
  return severities[number] ?? "";
}

function toRequest(resource: AnalyzedResource, properties: PropertyMap): messages.AnalyzeRequest {
  const { state, provider } = resource;
  return new messages.AnalyzeRequest()
    .setUrn(state.urn)
    .setType(state.type)
    .setName(urnName(state.urn))
    .setProperties(toStruct(properties, secretsOnly))
    .setOptions(toOptions(resource))
    .setProvider(provider && toProvider(provider));
}

function toStackResource(resource: AnalyzedResource): messages.AnalyzerResource {
  const { state, provider, properties } = resource;
  const message = new messages.AnalyzerResource()
    .setUrn(state.urn)
    .setType(state.type)
    .setName(urnName(state.urn))
    .setProperties(toStruct(withoutInternalKeys(properties), secretsOnly))
    .setOptions(toOptions(resource))
    .setProvider(provider && toProvider(provider))
    .setParent(state.parent)
    .setDependenciesList([...state.dependencies]);
  for (const [key, urns] of Object.entries(state.propertyDependencies)) {
    if (urns.length === 0) continue;
    const dependencies = new messages.AnalyzerPropertyDependencies().setUrnsList([...urns]);
    message.getPropertydependenciesMap().set(key, dependencies);
  }
  return message;
}

function toProvider({ urn, type, inputs }: ResourceState): messages.AnalyzerProviderResource {
  return new messages.AnalyzerProviderResource()
    .setUrn(urn)
    .setType(type)
    .setName(urnName(urn))
    .setProperties(toStruct(withoutInternalKeys(inputs), secretsOnly));
}

function toOptions({ state, deleteBeforeReplace }: AnalyzedResource): messages.AnalyzerResourceOptions {
  const { protect, ignoreChanges, additionalSecretOutputs, alias, customTimeouts, parent } = state;
  const timeouts = new messages.AnalyzerResourceOptions.CustomTimeouts()
    .setCreate(customTimeouts.create ?? 0)
    .setUpdate(customTimeouts.update ?? 0)
    .setDelete(customTimeouts.delete ?? 0)
    .setRead(customTimeouts.read ?? 0);
  return new messages.AnalyzerResourceOptions()
    .setProtect(protect)
    .setIgnorechangesList([...ignoreChanges])
    .setDeletebeforereplace(deleteBeforeReplace ?? false)
    .setDeletebeforereplacedefined(deleteBeforeReplace !== undefined)
    .setAdditionalsecretoutputsList([...additionalSecretOutputs])
    .setAliasesList(alias === undefined ? [] : [alias])
    .setCustomtimeouts(timeouts)
    .setParent(parent);
}

/** Properties whose names begin with `__` are Pulumi's own. */
function withoutInternalKeys(properties: PropertyMap): PropertyMap {
  const filter = (map: PropertyMap): PropertyMap =>
    Object.fromEntries(Object.entries(map).filter(([key]) => !key.startsWith("__")));
  return mapValues(properties, (value) => (isMap(value) ? filter(value) : value)) as PropertyMap;
}

/** What a pack answers instead of a result. */
class RpcError extends Error {
  override readonly name = "RpcError";

  constructor({ details, code }: ServiceError) {
    super(details);
    this.code = code;
  }

  readonly code: status;
}

function call<Response>(
  start: (done: (error: ServiceError | null, response: Response) => void) => ClientUnaryCall,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    start((error, response) => (error === null ? resolve(response) : reject(new RpcError(error))));
  });
}
