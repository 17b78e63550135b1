import { unstructuredApp, type UnstructuredOptions } from "../../sandbox/src";
import { listen } from "../../sandbox/src/platforms/server";

/** A request as it reached the platform. */
export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
}

/** An Unstructured platform that remembers what it was asked. */
export interface TestPlatform {
  readonly url: string;
  readonly apiKey: string;
  /** All requests so far. */
  readonly requests: RecordedRequest[];
  /** Answers the next request of a method so, in place of the platform. */
  answerNext(method: string, answer: { readonly status: number; readonly body: unknown }): void;
  /** From now on only this API key opens the platform. */
  rotateKey(key: string): void;
  /** What program and host find in their environment. */
  readonly env: Readonly<Record<string, string>>;
  /** The requests since the last call that were not reads, as `POST /api/v1/sources/`. */
  takeWrites(): string[];
  /** All requests since the last call, likewise. */
  take(): string[];
  stop(): Promise<void>;
}

export async function startTestPlatform(
  options: Omit<UnstructuredOptions, "apiKey"> = {},
): Promise<TestPlatform> {
  const apiKey = "key-of-the-test-platform";
  const settings = { ...options, apiKey };
  const app = unstructuredApp(settings);
  const requests: RecordedRequest[] = [];
  app.addHook("preHandler", (request, _reply, done) => {
    const { method, url, headers, body } = request;
    requests.push({ method, path: url, headers: { ...headers }, body });
    done();
  });
  const answers: { method: string; status: number; body: unknown }[] = [];
  app.addHook("preHandler", (request, reply, done) => {
    const [answer] = answers;
    if (answer?.method !== request.method) {
      done();
      return;
    }
    answers.shift();
    void reply.status(answer.status).send(answer.body);
  });
  const { url, stop } = await listen(app);
  let taken = 0;
  const take = (): string[] => {
    const since = requests.slice(taken);
    taken = requests.length;
    return since.map(({ method, path }) => `${method} ${path}`);
  };
  return {
    url,
    apiKey,
    requests,
    env: { UNSTRUCTURED_API_URL: url, UNSTRUCTURED_API_KEY: apiKey },
    rotateKey: (key) => (settings.apiKey = key),
    answerNext: (method, answer) => answers.push({ method, ...answer }),
    take,
    takeWrites: () => take().filter((line) => !line.startsWith("GET ")),
    stop,
  };
}
