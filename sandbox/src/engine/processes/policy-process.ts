import { credentials, status, type ClientUnaryCall, type ServiceError } from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/analyzer_pb";
import type { StackConfig } from "pulumi-connectors/internal/project/stack-config";
import { UserError } from "../../user-error";
import { channelOptions } from "../rpc/channel";
import { startNodeProcess, type NodeProcess, type OnLine } from "./node-process";

export interface PolicyPackOptions {
  readonly project: string;
  readonly stack: string;
  readonly config: StackConfig;
  readonly dryRun: boolean;
  readonly env: Readonly<Record<string, string>>;
  readonly engineAddress: string;
  readonly onLine: OnLine;
}

/**
 * Starts the SDK's policy pack runner in a pack's folder, and connects to it. The runner always loads the TypeScript compiler, which takes
 * half of the startup time, so a pack that is declared not to be TypeScript is run without the runner.
 *
 * @throws UserError if the process ends or does not print a port.
 */
export async function startPolicyProcess(
  { folder, typescript }: { readonly folder: string; readonly typescript: boolean },
  options: PolicyPackOptions,
): Promise<{ readonly process: NodeProcess; readonly client: AnalyzerClient }> {
  const { project, stack, config, dryRun, env, engineAddress, onLine } = options;
  let listening: (line: string) => void;
  const firstLine = new Promise<string>((resolve) => (listening = resolve));
  let isFirst = true;
  const process = startNodeProcess({
    ...(typescript
      ? { script: "cmd/run-policy-pack", args: [engineAddress, "."] }
      : { script: folder, args: [], preload: "policy-errors" }),
    folder,
    env: {
      ...env,
      PULUMI_CONFIG: JSON.stringify(plainConfig(config)),
      PULUMI_NODEJS_ORGANIZATION: "organization",
      PULUMI_NODEJS_PROJECT: project,
      PULUMI_NODEJS_STACK: stack,
      PULUMI_NODEJS_DRY_RUN: String(dryRun),
      PULUMI_NODEJS_TYPESCRIPT: String(typescript),
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

/** Sends the stack's name and config to a pack. Older SDKs do not implement the call. */
export async function configureStack(
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

/** An error status returned by a pack. */
class RpcError extends Error {
  override readonly name = "RpcError";

  constructor({ details, code }: ServiceError) {
    super(details);
    this.code = code;
  }

  readonly code: status;
}

/** Calls a pack. Rejects if it returns an error status. */
export function call<Response>(
  start: (done: (error: ServiceError | null, response: Response) => void) => ClientUnaryCall,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    start((error, response) => (error === null ? resolve(response) : reject(new RpcError(error))));
  });
}
