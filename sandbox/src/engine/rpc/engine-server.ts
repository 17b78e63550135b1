import { Server, ServerCredentials, type sendUnaryData, type ServerUnaryCall } from "@grpc/grpc-js";
import * as messages from "@pulumi/pulumi/proto/engine_pb";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Diagnostic, Severity } from "../events/events";
import { serverInterceptors } from "./grpc-log";
import type { ResourceMonitor } from "./monitor";

const { LogSeverity } = messages;
const severities: Readonly<Record<number, Severity>> = {
  [LogSeverity.DEBUG]: "debug",
  [LogSeverity.INFO]: "info",
  [LogSeverity.WARNING]: "warning",
  [LogSeverity.ERROR]: "error",
};

/** The gRPC server for the program and the provider host. It listens on a free port of the loopback interface. */
export interface EngineServer {
  /** `127.0.0.1:<port>` */
  readonly address: string;
  /** Adds the resource monitor of a program. */
  serve(monitor: ResourceMonitor): void;
  stop(): void;
}

export async function startEngineServer(log: (diagnostic: Diagnostic) => void): Promise<EngineServer> {
  const server = new Server({
    "grpc.max_receive_message_length": -1,
    "grpc.max_send_message_length": -1,
    interceptors: serverInterceptors(),
  });
  let rootResource = "";
  server.addService(EngineService, {
    log: (call: ServerUnaryCall<messages.LogRequest, Empty>, callback: sendUnaryData<Empty>) => {
      const { request } = call;
      const stream = request.getStreamid();
      log({
        kind: "diagnostic",
        severity: severities[request.getSeverity()] ?? "info",
        urn: request.getUrn(),
        message: request.getMessage(),
        ...(stream === 0 ? {} : { stream: String(stream) }),
        ...(request.getEphemeral() ? { ephemeral: true } : {}),
      });
      callback(null, new Empty());
    },
    getRootResource: (
      _call: ServerUnaryCall<messages.GetRootResourceRequest, messages.GetRootResourceResponse>,
      callback: sendUnaryData<messages.GetRootResourceResponse>,
    ) => callback(null, new messages.GetRootResourceResponse().setUrn(rootResource)),
    setRootResource: (
      call: ServerUnaryCall<messages.SetRootResourceRequest, messages.SetRootResourceResponse>,
      callback: sendUnaryData<messages.SetRootResourceResponse>,
    ) => {
      rootResource = call.request.getUrn();
      callback(null, new messages.SetRootResourceResponse());
    },
    startDebugging: (_call: unknown, callback: sendUnaryData<Empty>) => callback(null, new Empty()),
    requirePulumiVersion: (_call: unknown, callback: sendUnaryData<messages.RequirePulumiVersionResponse>) =>
      callback(null, new messages.RequirePulumiVersionResponse()),
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound);
      else reject(error);
    });
  });
  return {
    address: `127.0.0.1:${port}`,
    serve: (monitor) => server.addService(ResourceMonitorService, monitor.service),
    stop: () => server.forceShutdown(),
  };
}
