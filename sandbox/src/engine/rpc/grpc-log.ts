import { appendFileSync } from "node:fs";
import {
  InterceptingCall,
  ServerInterceptingCall,
  status,
  type Interceptor,
  type ServerInterceptor,
} from "@grpc/grpc-js";
import type { Message } from "google-protobuf";
import { toProtoJson } from "./proto-json";

/** Empty for no log. */
const logFile = (): string => process.env.PULUMI_DEBUG_GRPC ?? "";

/**
 * Logs the program's calls of the resource monitor; {@link clientInterceptors} logs the engine's calls of a provider. If the environment
 * variable PULUMI_DEBUG_GRPC names a file, two lines of JSON are appended to it per call: at the request and at the response. As in the
 * CLI, **they contain secrets in plaintext**; a new file is readable only by its owner.
 *
 * Each line has `method`, `request`, `metadata` (of the logger), `progress` (`request_started` or `response_completed`) and `timestamp`.
 * The second also has `duration`, in nanoseconds, and `response` or `errors`. Source: pulumi/pulumi, `sdk/go/pulumi-internal/rpcdebug`.
 */
export function serverInterceptors(): ServerInterceptor[] {
  const file = logFile();
  if (file === "") return [];
  return [
    ({ path }, call) => {
      if (!path.startsWith("/pulumirpc.ResourceMonitor/")) return new ServerInterceptingCall(call);
      const entry = new Entry(file, path, { mode: "server" });
      return new ServerInterceptingCall(call, {
        start: (next) => {
          next({
            onReceiveMessage(message: Message, receive) {
              entry.start(message);
              receive(message);
            },
          });
        },
        sendMessage(message: Message, next) {
          entry.response = message;
          next(message);
        },
        sendStatus(end, next) {
          entry.complete(end);
          next(end);
        },
      });
    },
  ];
}

/** @param name The package of the provider. */
export function clientInterceptors(name: string): Interceptor[] {
  const file = logFile();
  if (file === "") return [];
  return [
    (options, nextCall) => {
      const { path } = options.method_definition;
      const entry = new Entry(file, path, { kind: "resource", mode: "client", name });
      return new InterceptingCall(nextCall(options), {
        start(metadata, _listener, next) {
          next(metadata, {
            onReceiveMessage(message: Message | null, receive) {
              entry.response = message ?? undefined;
              receive(message);
            },
            onReceiveStatus(end, receive) {
              entry.complete(end);
              receive(end);
            },
          });
        },
        sendMessage(message: Message, next) {
          entry.start(message);
          next(message);
        },
      });
    },
  ];
}

/** The status of a call. */
interface Ending {
  readonly code?: status | null | undefined;
  readonly details?: string | null | undefined;
}

/** The log entries of one call. */
class Entry {
  response: Message | undefined;
  #request: unknown;
  #began = performance.now();

  constructor(
    private readonly file: string,
    private readonly method: string,
    private readonly metadata: Readonly<Record<string, string>>,
  ) {}

  start(request: Message): void {
    this.#request = toProtoJson(request);
    this.#began = performance.now();
    this.#append("request_started", {});
  }

  complete({ code, details }: Ending): void {
    const outcome =
      code === status.OK
        ? { response: this.response && toProtoJson(this.response) }
        : { errors: [`rpc error: code = ${goName(code ?? status.UNKNOWN)} desc = ${details ?? ""}`] };
    const duration = Math.round((performance.now() - this.#began) * 1e6);
    this.#append("response_completed", outcome, { duration });
  }

  #append(progress: string, outcome: object, end: object = {}): void {
    const { method, metadata } = this;
    const timestamp = new Date().toISOString();
    const line = { method, request: this.#request, ...outcome, metadata, progress, timestamp, ...end };
    appendFileSync(this.file, `${JSON.stringify(line)}\n`, { mode: 0o600 });
  }
}

/** The name of a status code in Go: `InvalidArgument` for `INVALID_ARGUMENT`. */
function goName(code: status): string {
  if (code === status.CANCELLED) return "Canceled";
  return status[code]
    .toLowerCase()
    .replace(/(^|_)([a-z])/g, (_match, _before, letter: string) => letter.toUpperCase());
}
