import {
  status,
  type sendUnaryData,
  type ServerUnaryCall,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import * as messages from "@pulumi/pulumi/proto/resource_pb";
import { InvokeResponse } from "@pulumi/pulumi/proto/provider_pb";
import type { StackConfig } from "pulumi-connectors/internal/project/stack-config";
import { makeSecret, type PropertyMap } from "../values/property";
import { defaultProviderType, dynamicProviderType, isSupported } from "../providers/provider-registry";
import { plainGoal, type Alias, type Goal, type Registered, type SourceEvent } from "../runtime/registration";
import type { CustomTimeouts, ResourceState } from "../state/resource-state";
import type { ProgramListener } from "../runtime/runtime";
import { isProviderType, type Urn } from "../values/urn";
import { everything, fromStruct, toStruct } from "../values/wire";

const needsTheCli = "needs the pulumi CLI: the sandbox runs programs of dynamic resources only";

export interface MonitorOptions {
  readonly project: string;
  readonly stack: string;
  readonly config: StackConfig;
  readonly dryRun: boolean;
  readonly parallel: number;
  readonly listener: ProgramListener;
}

type Handler<Request, Response> = (
  call: ServerUnaryCall<Request, Response>,
  callback: sendUnaryData<Response>,
) => void;

/**
 * Pulumi's resource monitor, the gRPC service for a program. Source: pulumi/pulumi, `proto/pulumi/resource.proto` and
 * `pkg/resource/deploy/source_eval.go`.
 */
export class ResourceMonitor {
  readonly #goals = new Map<Urn, Goal>();
  readonly #states = new Map<Urn, ResourceState>();
  readonly #waiting = new Set<sendUnaryData<never>>();
  readonly #defaultProviders = new Map<string, Promise<string>>();
  #waitingForEnd: (() => void) | undefined;
  #closed = false;

  constructor(private readonly options: MonitorOptions) {}

  /** The handlers for a gRPC server. */
  get service(): UntypedServiceImplementation {
    const unsupported = (what: string): Handler<unknown, unknown> => {
      return (_call, callback) => this.#refuse("", `${what} ${needsTheCli}`, callback);
    };
    return {
      getDeploymentInfo: this.#getDeploymentInfo,
      supportsFeature: this.#supportsFeature,
      registerResource: this.#registerResource,
      registerResourceOutputs: this.#registerResourceOutputs,
      readResource: this.#readResource,
      invoke: this.#invoke,
      call: unsupported("a call of a provider's method"),
      registerStackTransform: unsupported("a transform"),
      registerStackInvokeTransform: unsupported("a transform"),
      registerResourceHook: unsupported("a resource hook"),
      registerErrorHook: unsupported("an error hook"),
      registerPackage: unsupported("a package with parameters"),
      signalAndWaitForShutdown: this.#signalAndWaitForShutdown,
    };
  }

  /** Lets the program end; called when all its requests are done. */
  finish(): void {
    this.#waitingForEnd?.();
  }

  /** Fails all pending and future calls with the status by which the SDK recognizes the end of the operation. */
  close(): void {
    this.#closed = true;
    for (const callback of this.#waiting) callback(shutDown);
    this.#waiting.clear();
  }

  readonly #getDeploymentInfo: Handler<Empty, messages.DeploymentInfo> = (_call, callback) => {
    const { project, stack, config, dryRun, parallel } = this.options;
    const info = new messages.DeploymentInfo()
      .setProject(project)
      .setStack(stack)
      .setOrganization("organization")
      .setDryrun(dryRun)
      .setParallel(parallel)
      .setConfigsecretkeysList(Object.keys(config).filter((key) => config[key]?.secrets.length))
      .setSupportedfeaturesList(supportedFeatures);
    const map = info.getConfigMap();
    for (const [key, { value }] of Object.entries(config)) map.set(key, value);
    callback(null, info);
  };

  /** Called by SDKs without `getDeploymentInfo`. */
  readonly #supportsFeature: Handler<messages.SupportsFeatureRequest, messages.SupportsFeatureResponse> = (
    call,
    callback,
  ) => {
    const known = ["secrets", "resourceReferences", "outputValues", "aliasSpecs"];
    callback(
      null,
      new messages.SupportsFeatureResponse().setHassupport(known.includes(call.request.getId())),
    );
  };

  readonly #registerResource: Handler<messages.RegisterResourceRequest, messages.RegisterResourceResponse> = (
    { request },
    callback,
  ) => {
    const type = request.getType();
    const unsupported = unsupportedPart(request);
    if (unsupported !== undefined) {
      this.#refuse("", `${type} '${request.getName()}': ${unsupported} ${needsTheCli}`, callback);
      return;
    }
    this.#respond(callback, async () => {
      const goal = await this.#goal(request);
      const { state, unknown = false } = await this.#emit<Registered>((done) => ({
        kind: "register",
        goal,
        done,
      }));
      this.#goals.set(state.urn, goal);
      this.#states.set(state.urn, state);
      const response = new messages.RegisterResourceResponse()
        .setUrn(state.urn)
        .setId(state.id)
        .setUnknown(unknown);
      // The former outputs of a component may refer to resources that are not registered yet.
      const outputs: PropertyMap = goal.custom ? state.outputs : {};
      return response.setObject(toStruct(outputs, acceptedBy(request)));
    });
  };

  readonly #readResource: Handler<messages.ReadResourceRequest, messages.ReadResourceResponse> = (
    { request },
    callback,
  ) => {
    this.#respond(callback, async () => {
      const goal = {
        type: request.getType(),
        name: request.getName(),
        parent: request.getParent(),
        provider: await this.#providerFor(request.getType()),
        dependencies: request.getDependenciesList(),
        inputs: fromStruct(request.getProperties()),
        additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
      };
      const id = request.getId();
      const { state } = await this.#emit<Registered>((done) => ({ kind: "read", goal, id, done }));
      this.#states.set(state.urn, state);
      return new messages.ReadResourceResponse()
        .setUrn(state.urn)
        .setProperties(toStruct(state.outputs, acceptedBy(request)));
    });
  };

  readonly #registerResourceOutputs: Handler<messages.RegisterResourceOutputsRequest, Empty> = (
    { request },
    callback,
  ) => {
    const outputs = fromStruct(request.getOutputs());
    this.#respond(callback, async () => {
      const urn = request.getUrn();
      return await this.#emit<Empty>((done) => ({
        kind: "outputs",
        urn,
        outputs,
        done: () => done(new Empty()),
      }));
    });
  };

  readonly #invoke: Handler<messages.ResourceInvokeRequest, InvokeResponse> = ({ request }, callback) => {
    const urn = fromStruct(request.getArgs()).urn;
    const state = typeof urn === "string" ? this.#states.get(urn) : undefined;
    if (request.getTok() !== "pulumi:pulumi:getResource" || state === undefined) {
      this.#refuse("", `the function ${request.getTok()} ${needsTheCli}`, callback);
      return;
    }
    const result = { urn: state.urn, id: state.id, state: state.outputs };
    callback(null, new InvokeResponse().setReturn(toStruct(result, everything)));
  };

  readonly #signalAndWaitForShutdown: Handler<Empty, Empty> = (_call, callback) => {
    // Called only after success; after a failure the process is killed.
    this.#waitingForEnd = () => callback(null, new Empty());
    this.options.listener.finished();
  };

  async #goal(request: messages.RegisterResourceRequest): Promise<Goal> {
    const parent = this.#goals.get(request.getParent());
    const custom = request.getCustom();
    const inputs = fromStruct(request.getObject());
    const dependencies = request.getDependenciesList();
    return {
      type: request.getType(),
      name: request.getName(),
      custom,
      inputs,
      parent: request.getParent(),
      provider: custom ? await this.#providerFor(request.getType()) : "",
      dependencies,
      propertyDependencies: propertyDependencies(request, inputs, dependencies),
      protect: request.hasProtect() ? request.getProtect() === true : (parent?.protect ?? false),
      ignoreChanges: request.getIgnorechangesList(),
      replaceOnChanges: request.getReplaceonchangesList(),
      additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
      customTimeouts: customTimeouts(request),
      retainOnDelete: request.hasRetainondelete()
        ? request.getRetainondelete() === true
        : (parent?.retainOnDelete ?? false),
      deleteBeforeReplace:
        request.getDeletebeforereplacedefined() || request.getDeletebeforereplace()
          ? request.getDeletebeforereplace()
          : undefined,
      deletedWith: request.getDeletedwith() || (parent?.deletedWith ?? ""),
      replaceWith: request.getReplaceWithList(),
      aliases: aliasesOf(request),
      importId: request.getImportid(),
    };
  }

  /** The reference of the default provider, which is registered as a resource when it is first needed. */
  #providerFor(type: string): Promise<string> {
    if (!isSupported(type)) {
      throw new Unsupported(`${type}: a resource of the provider ${type.split(":")[0]} ${needsTheCli}`);
    }
    const providerType = defaultProviderType(type);
    const registered =
      this.#defaultProviders.get(providerType) ?? this.#registerDefaultProvider(providerType);
    this.#defaultProviders.set(providerType, registered);
    return registered;
  }

  /** The provider of dynamic resources has the whole stack config as its inputs. */
  async #registerDefaultProvider(type: string): Promise<string> {
    const config = type === dynamicProviderType ? Object.entries(this.options.config) : [];
    const inputs = Object.fromEntries(
      config.map(([key, { value, secrets }]) => [key, secrets.length > 0 ? makeSecret(value) : value]),
    );
    const goal: Goal = { ...plainGoal, type, name: "default", custom: true, inputs };
    const { state } = await this.#emit<Registered>((done) => ({ kind: "register", goal, done }));
    return `${state.urn}::${state.id}`;
  }

  #emit<Result>(event: (done: (result: Result) => void) => SourceEvent): Promise<Result> {
    return new Promise((resolve) => this.options.listener.emit(event(resolve)));
  }

  /** Responds to a call when its work is done, or fails it on `close`. */
  #respond<Response>(callback: sendUnaryData<Response>, work: () => Promise<Response>): void {
    if (this.#closed) {
      callback(shutDown);
      return;
    }
    this.#waiting.add(callback);
    const respond: sendUnaryData<Response> = (error, response) => {
      if (this.#waiting.delete(callback)) callback(error, response);
    };
    work().then(
      (response) => respond(null, response),
      (error: unknown) => {
        if (error instanceof Unsupported) this.#refuse("", error.message, respond);
        else respond({ code: status.UNKNOWN, details: String(error) });
      },
    );
  }

  #refuse(urn: Urn, message: string, callback: sendUnaryData<never>): void {
    this.options.listener.log("error", urn, message);
    this.options.listener.failed(undefined);
    callback(shutDown);
  }
}

/** The program uses a feature that the sandbox does not support. */
class Unsupported extends Error {}

const shutDown = { code: status.UNAVAILABLE, details: "resource monitor shut down" };

const { ResourceMonitorFeature: feature } = messages;

/** Includes features that are refused with an error message of ours; otherwise the SDK would ask for a newer CLI. */
const supportedFeatures = [
  feature.RESOURCE_MONITOR_FEATURE_SECRETS,
  feature.RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES,
  feature.RESOURCE_MONITOR_FEATURE_OUTPUT_VALUES,
  feature.RESOURCE_MONITOR_FEATURE_ALIAS_SPECS,
  feature.RESOURCE_MONITOR_FEATURE_REPLACEMENT_TRIGGER,
  feature.RESOURCE_MONITOR_FEATURE_DELETED_WITH,
  feature.RESOURCE_MONITOR_FEATURE_REPLACE_WITH,
  feature.RESOURCE_MONITOR_FEATURE_TRANSFORMS,
  feature.RESOURCE_MONITOR_FEATURE_INVOKE_TRANSFORMS,
  feature.RESOURCE_MONITOR_FEATURE_PARAMETERIZATION,
  feature.RESOURCE_MONITOR_FEATURE_RESOURCE_HOOKS,
  feature.RESOURCE_MONITOR_FEATURE_ERROR_HOOKS,
];

/** Describes the first part of a registration that the sandbox does not support; undefined if there is none. */
function unsupportedPart(request: messages.RegisterResourceRequest): string | undefined {
  const parts: readonly (readonly [boolean, string])[] = [
    [request.getRemote(), "a remote component"],
    [isProviderType(request.getType()), "a provider resource"],
    [request.getCustom() && request.getProvider() !== "", "the option `provider`"],
    [request.hasReplacementTrigger(), "the option `replacementTrigger`"],
    [request.getTransformsList().length > 0, "the option `transforms`"],
    [request.getStateMigrationsList().length > 0, "the option `stateMigrations`"],
    [hasHooks(request), "the option `hooks`"],
  ];
  return parts.find(([present]) => present)?.[1];
}

function hasHooks(request: messages.RegisterResourceRequest): boolean {
  const hooks: Record<string, readonly string[]> = { ...request.getHooks()?.toObject() };
  return Object.values(hooks).some((names) => names.length > 0);
}

function aliasesOf(request: messages.RegisterResourceRequest): Alias[] {
  const specs = request.getAliasesList().map((alias): Alias => {
    const spec = alias.getSpec();
    if (spec === undefined) return alias.getUrn();
    return {
      name: spec.getName(),
      type: spec.getType(),
      stack: spec.getStack(),
      project: spec.getProject(),
      parent: spec.getParenturn(),
      noParent: spec.getNoparent(),
    };
  });
  return [...request.getAliasurnsList(), ...specs];
}

function propertyDependencies(
  request: messages.RegisterResourceRequest,
  inputs: PropertyMap,
  dependencies: readonly Urn[],
): Record<string, Urn[]> {
  const map = request.getPropertydependenciesMap();
  if (map.getLength() === 0) {
    return Object.fromEntries(Object.keys(inputs).map((key) => [key, [...dependencies]]));
  }
  const result: Record<string, Urn[]> = {};
  map.forEach((named, key) => (result[key] = named.getUrnsList()));
  return result;
}

function customTimeouts(request: messages.RegisterResourceRequest): CustomTimeouts {
  const given = request.getCustomtimeouts()?.toObject();
  const seconds = Object.entries({
    create: given?.create,
    update: given?.update,
    delete: given?.pb_delete,
    read: given?.read,
  }).flatMap(([key, text]) => (text ? [[key, parseDuration(text)] as const] : []));
  return Object.fromEntries(seconds);
}

/** Parses a duration in Go's notation, `1h5m30s`. @returns seconds. */
function parseDuration(text: string): number {
  const units: Record<string, number> = { h: 3600, m: 60, s: 1, ms: 1e-3 };
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)];
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (units[unit ?? ""] ?? 0), 0);
}

function acceptedBy(request: { getAcceptsecrets(): boolean; getAcceptresources(): boolean }): {
  secrets: boolean;
  resources: boolean;
} {
  return { secrets: request.getAcceptsecrets(), resources: request.getAcceptresources() };
}
