import { credentials, status, type ClientUnaryCall, type Metadata, type ServiceError } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { channelOptions } from "../rpc/channel";
import { clientInterceptors } from "../rpc/grpc-log";
import { startNodeProcess, type NodeProcess, type OnLine } from "./node-process";
import { annotateSecrets, type PropertyMap } from "../values/property";
import {
  InitError,
  ProviderError,
  ProviderGoneError,
  type CheckResult,
  type CreateResult,
  type Provider,
  type ProviderDiff,
  type ReadResult,
} from "../providers/provider";
import type { ResourceState } from "../state/resource-state";
import { urnName, urnType, type Urn } from "../values/urn";
import { everything, fromStruct, plainValues, toStruct } from "../values/wire";

/**
 * Pulumi's dynamic-provider host: one process for all dynamic resources of an operation, called over gRPC. As in pulumi/pulumi,
 * `pkg/resource/plugin/provider_plugin.go`, secrets are sent in plaintext, and marked as secret again in the results.
 */
export class ProviderHost implements Provider {
  private constructor(
    private readonly process: NodeProcess,
    private readonly client: ResourceProviderClient,
  ) {}

  /** Starts the host and waits until it listens. Rejects if it ends before. */
  static async start(options: {
    readonly folder: string;
    readonly project: string;
    readonly env: Readonly<Record<string, string>>;
    readonly engineAddress: string;
    readonly onLine: OnLine;
  }): Promise<ProviderHost> {
    let listening: (port: number) => void;
    const port = new Promise<number>((resolve) => (listening = resolve));
    let seenPort = false;
    const process = startNodeProcess({
      script: "cmd/dynamic-provider",
      args: [options.engineAddress],
      folder: options.folder,
      env: { ...options.env, PULUMI_NODEJS_PROJECT: options.project },
      onLine: (stream, line) => {
        if (stream === "stdout" && !seenPort && /^\d+$/.test(line)) {
          seenPort = true;
          listening(Number(line));
        } else {
          options.onLine(stream, line);
        }
      },
    });
    const ended = process.exited.then((code) => {
      throw new Error(`the dynamic-provider host ended with exit code ${code} before it listened`);
    });
    const address = `127.0.0.1:${await Promise.race([port, ended])}`;
    ended.catch(() => undefined);
    const client = new ResourceProviderClient(address, credentials.createInsecure(), {
      ...channelOptions,
      interceptors: clientInterceptors("pulumi-nodejs"),
    });
    return new ProviderHost(process, client);
  }

  async stop(): Promise<void> {
    this.client.close();
    await this.process.stop();
  }

  async checkConfig(urn: Urn, olds: PropertyMap, news: PropertyMap): Promise<void> {
    const request = about(new messages.CheckRequest(), urn)
      .setOlds(toStruct(olds, plainValues))
      .setNews(toStruct(news, plainValues));
    await this.#unlessUnimplemented((done) => this.client.checkConfig(request, done));
  }

  async diffConfig(
    urn: Urn,
    oldInputs: PropertyMap,
    oldOutputs: PropertyMap,
    news: PropertyMap,
  ): Promise<void> {
    const request = about(new messages.DiffRequest(), urn)
      .setOldInputs(toStruct(oldInputs, plainValues))
      .setOlds(toStruct(oldOutputs, plainValues))
      .setNews(toStruct(news, plainValues));
    await this.#unlessUnimplemented((done) => this.client.diffConfig(request, done));
  }

  async configure(urn: Urn, id: string, inputs: PropertyMap): Promise<void> {
    const request = about(new messages.ConfigureRequest(), urn)
      .setId(id)
      .setAcceptsecrets(true)
      .setAcceptresources(true)
      .setSendsOldInputs(true)
      .setSendsOldInputsToDelete(true)
      .setArgs(toStruct(inputs, everything));
    const variables = request.getVariablesMap();
    for (const [key, value] of Object.entries(toStruct(inputs, plainValues).toJavaScript())) {
      variables.set(`pulumi-nodejs:config:${key}`, typeof value === "string" ? value : JSON.stringify(value));
    }
    await this.#call<messages.ConfigureResponse>((done) => this.client.configure(request, done));
  }

  async check(urn: Urn, olds: PropertyMap, news: PropertyMap, randomSeed: Uint8Array): Promise<CheckResult> {
    const request = about(new messages.CheckRequest(), urn)
      .setOlds(toStruct(olds, plainValues))
      .setNews(toStruct(news, plainValues))
      .setRandomseed(randomSeed);
    const response = await this.#call<messages.CheckResponse>((done) => this.client.check(request, done));
    return {
      inputs: annotateSecrets(fromStruct(response.getInputs()), news),
      failures: response.getFailuresList().map((failure) => failure.toObject()),
    };
  }

  async diff(
    urn: Urn,
    id: string,
    oldInputs: PropertyMap,
    oldOutputs: PropertyMap,
    news: PropertyMap,
    ignoreChanges: readonly string[],
  ): Promise<ProviderDiff> {
    const request = about(new messages.DiffRequest(), urn)
      .setId(id)
      .setOldInputs(toStruct(oldInputs, plainValues))
      .setOlds(toStruct(oldOutputs, plainValues))
      .setNews(toStruct(news, plainValues))
      .setIgnorechangesList([...ignoreChanges]);
    const response = await this.#call<messages.DiffResponse>((done) => this.client.diff(request, done));
    const { DIFF_NONE, DIFF_SOME } = messages.DiffResponse.DiffChanges;
    const changes = response.getChanges();
    return {
      changes: changes === DIFF_NONE ? false : changes === DIFF_SOME ? true : undefined,
      replaceKeys: response.getReplacesList(),
      deleteBeforeReplace: response.getDeletebeforereplace(),
    };
  }

  async create(urn: Urn, inputs: PropertyMap): Promise<CreateResult> {
    const request = about(new messages.CreateRequest(), urn).setProperties(toStruct(inputs, plainValues));
    const response = await this.#call<messages.CreateResponse>(
      (done) => this.client.create(request, done),
      inputs,
    );
    return { id: response.getId(), outputs: annotateSecrets(fromStruct(response.getProperties()), inputs) };
  }

  async update(
    urn: Urn,
    { id, inputs: oldInputs, outputs: oldOutputs }: ResourceState,
    inputs: PropertyMap,
    ignoreChanges: readonly string[],
  ): Promise<PropertyMap> {
    const request = about(new messages.UpdateRequest(), urn)
      .setId(id)
      .setOldInputs(toStruct(oldInputs, plainValues))
      .setOlds(toStruct(oldOutputs, plainValues))
      .setNews(toStruct(inputs, plainValues))
      .setIgnorechangesList([...ignoreChanges]);
    const response = await this.#call<messages.UpdateResponse>(
      (done) => this.client.update(request, done),
      inputs,
    );
    return annotateSecrets(fromStruct(response.getProperties()), inputs);
  }

  async read(urn: Urn, id: string, inputs: PropertyMap, outputs: PropertyMap): Promise<ReadResult> {
    const request = about(new messages.ReadRequest(), urn)
      .setId(id)
      .setInputs(toStruct(inputs, plainValues))
      .setProperties(toStruct(outputs, plainValues));
    const response = await this.#call<messages.ReadResponse>((done) => this.client.read(request, done));
    const newInputs = response.getInputs();
    return {
      id: response.getId(),
      outputs: annotateSecrets(fromStruct(response.getProperties()), outputs),
      inputs: newInputs === undefined ? undefined : annotateSecrets(fromStruct(newInputs), inputs),
    };
  }

  async delete({ urn, id, inputs, outputs }: ResourceState): Promise<void> {
    const request = about(new messages.DeleteRequest(), urn)
      .setId(id)
      .setOldInputs(toStruct(inputs, plainValues))
      .setProperties(toStruct(outputs, plainValues));
    await this.#call((done) => this.client.delete(request, done));
  }

  async #unlessUnimplemented(start: (done: Callback<unknown>) => ClientUnaryCall): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      start((error) => {
        if (error === null || error.code === status.UNIMPLEMENTED) resolve();
        else reject(toError(error, {}));
      });
    });
  }

  #call<Response>(
    start: (done: Callback<Response>) => ClientUnaryCall,
    inputs: PropertyMap = {},
  ): Promise<Response> {
    return new Promise((resolve, reject) => {
      start((error, response) => (error === null ? resolve(response) : reject(toError(error, inputs))));
    });
  }
}

/** A request about a resource. */
interface AboutResource {
  setUrn(urn: string): unknown;
  setName(name: string): unknown;
  setType(type: string): unknown;
}

function about<Request extends AboutResource>(request: Request, urn: Urn): Request {
  request.setUrn(urn);
  request.setName(urnName(urn));
  request.setType(urnType(urn));
  return request;
}

type Callback<Response> = (error: ServiceError | null, response: Response) => void;

function toError(error: ServiceError, inputs: PropertyMap): Error {
  const failed = initFailure(error.metadata);
  if (failed === undefined) {
    return error.code === status.UNAVAILABLE
      ? new ProviderGoneError(`the dynamic-provider host ended unexpectedly: ${error.details}`)
      : new ProviderError(error.details);
  }
  const outputs = annotateSecrets(fromStruct(failed.getProperties()), inputs);
  const reasons = failed.getReasonsList();
  return new InitError(error.details, failed.getId(), outputs, reasons);
}

function initFailure(metadata: Metadata): messages.ErrorResourceInitFailed | undefined {
  const [packed] = metadata.get("grpc-status-details-bin");
  if (!(packed instanceof Uint8Array)) return undefined;
  for (const detail of Status.deserializeBinary(packed).getDetailsList()) {
    if (detail.getTypeName() === "pulumirpc.ErrorResourceInitFailed") {
      return messages.ErrorResourceInitFailed.deserializeBinary(detail.getValue_asU8());
    }
  }
  return undefined;
}
