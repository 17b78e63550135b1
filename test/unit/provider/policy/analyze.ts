import type { Policies } from "@pulumi/policy";
import * as server from "@pulumi/policy/server";
import type { Fields } from "../../../../provider/src/values/fields";

/** A resource as the engine hands it to a policy pack. */
export interface Given {
  /** `unstructured:Source` */
  readonly type: string;
  readonly props: Fields;
  readonly name?: string;
  readonly protect?: boolean;
}

/** What the engine is told. */
export interface Violation {
  readonly policy: string;
  readonly message: string;
  /** As the protocol counts them: 0 is advisory, 1 mandatory. */
  readonly level: number;
  readonly urn: string;
}

interface Answer {
  getDiagnosticsList(): {
    getPolicyname(): string;
    getMessage(): string;
    getEnforcementlevel(): number;
    getUrn(): string;
  }[];
}

interface Remedied {
  getRemediationsList(): { getProperties(): { toJavaScript(): Fields } | undefined }[];
}

type Call<Result> = (
  call: { request: object },
  callback: (error: unknown, result: Result | undefined) => void,
) => Promise<void>;
type Serve<Result> = (pack: string, version: string, level: string, policies: Policies) => Call<Result>;

// The package declares no types for what it keeps to itself; it is what makes a policy fail or not.
const { makeAnalyzeRpcFun, makeAnalyzeStackRpcFun, makeRemediateRpcFun } = server as unknown as {
  readonly makeAnalyzeRpcFun: Serve<Answer>;
  readonly makeAnalyzeStackRpcFun: Serve<Answer>;
  readonly makeRemediateRpcFun: Serve<Remedied>;
};

/** What policies say about a resource, served by @pulumi/policy itself. */
export async function violations(policies: Policies, given: Given, stack = "prod"): Promise<Violation[]> {
  return violationsIn(await answer(makeAnalyzeRpcFun, policies, requestOf(given, stack)));
}

/** What policies say about a stack. */
export async function stackViolations(policies: Policies, resources: readonly Given[]): Promise<Violation[]> {
  const list = resources.map((given) => requestOf(given, "prod"));
  return violationsIn(await answer(makeAnalyzeStackRpcFun, policies, { getResourcesList: () => list }));
}

/** The properties of a resource as the last policy has mended them; undefined if none has. */
export async function remedied(policies: Policies, given: Given): Promise<Fields | undefined> {
  const result = await answer(makeRemediateRpcFun, policies, requestOf(given, "prod"));
  return result.getRemediationsList().at(-1)?.getProperties()?.toJavaScript();
}

function violationsIn(result: Answer): Violation[] {
  return result.getDiagnosticsList().map((diagnostic) => ({
    policy: diagnostic.getPolicyname(),
    message: diagnostic.getMessage(),
    level: diagnostic.getEnforcementlevel(),
    urn: diagnostic.getUrn(),
  }));
}

async function answer<Result>(serve: Serve<Result>, policies: Policies, request: object): Promise<Result> {
  return await new Promise((resolve, reject) => {
    void serve(
      "pack",
      "1.0.0",
      "mandatory",
      policies,
    )({ request }, (error, result) =>
      result === undefined
        ? reject(error instanceof Error ? error : new Error(String(error)))
        : resolve(result),
    );
  });
}

/** A copy without the keys that engines strip. */
function withoutInternalKeys(props: Fields): Fields {
  const copy = JSON.parse(JSON.stringify(props)) as Fields;
  return Object.fromEntries(Object.entries(copy).filter(([key]) => !key.startsWith("__")));
}

/** The part of the protocol's message that the package reads. */
function requestOf({ type, props, name = "it", protect = true }: Given, stack: string): object {
  const token = `pulumi-nodejs:dynamic/${type}`;
  const options = {
    getProtect: () => protect,
    getIgnorechangesList: () => [],
    getAliasesList: () => [],
    getCustomtimeouts: () => undefined,
    getAdditionalsecretoutputsList: () => [],
    getDeletebeforereplacedefined: () => false,
    getParent: () => "",
  };
  return {
    getType: () => token,
    getProperties: () => ({ toJavaScript: () => withoutInternalKeys(props) }),
    getUrn: () => `urn:pulumi:${stack}::project::${token}::${name}`,
    getName: () => name,
    getOptions: () => options,
    getProvider: () => undefined,
    getParent: () => "",
    getDependenciesList: () => [],
    getPropertydependenciesMap: () => undefined,
  };
}
