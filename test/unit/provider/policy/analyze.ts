import type { Policies } from "@pulumi/policy";
import * as server from "@pulumi/policy/server";
import type { Fields } from "../../../../provider/src/values/fields";

/** A resource as the engine passes it to a policy pack. */
export interface Given {
  /** `unstructured:Source` */
  readonly type: string;
  readonly props: Fields;
  readonly name?: string;
  readonly protect?: boolean;
  /** The names and types of the resources from whose outputs an argument is computed: `{ sourceId: ["unstructured:Source::a"] }`. */
  readonly from?: Readonly<Record<string, readonly string[]>>;
}

/** A violation as the engine receives it. */
export interface Violation {
  readonly policy: string;
  readonly message: string;
  /** As in the protocol: 0 is advisory, 1 is mandatory. */
  readonly level: number;
  readonly urn: string;
}

interface AnalyzeResult {
  getDiagnosticsList(): {
    getPolicyname(): string;
    getMessage(): string;
    getEnforcementlevel(): number;
    getUrn(): string;
  }[];
}

interface RemediateResult {
  getRemediationsList(): { getProperties(): { toJavaScript(): Fields } | undefined }[];
}

type Call<Result> = (
  call: { request: object },
  callback: (error: unknown, result: Result | undefined) => void,
) => Promise<void>;
type MakeHandler<Result> = (pack: string, version: string, level: string, policies: Policies) => Call<Result>;

// Internal API without types. It is what turns the outcome of a policy into diagnostics.
const { makeAnalyzeRpcFun, makeAnalyzeStackRpcFun, makeRemediateRpcFun } = server as unknown as {
  readonly makeAnalyzeRpcFun: MakeHandler<AnalyzeResult>;
  readonly makeAnalyzeStackRpcFun: MakeHandler<AnalyzeResult>;
  readonly makeRemediateRpcFun: MakeHandler<RemediateResult>;
};

/** The violations of a resource, as @pulumi/policy itself reports them. */
export async function violations(policies: Policies, given: Given, stack = "prod"): Promise<Violation[]> {
  return violationsIn(await call(makeAnalyzeRpcFun, policies, requestOf(given, stack)));
}

/** The violations of a stack. */
export async function stackViolations(policies: Policies, resources: readonly Given[]): Promise<Violation[]> {
  const list = resources.map((given) => requestOf(given, "prod"));
  return violationsIn(await call(makeAnalyzeStackRpcFun, policies, { getResourcesList: () => list }));
}

/** The properties of a resource after the last remediation; undefined if there was none. */
export async function remediated(policies: Policies, given: Given): Promise<Fields | undefined> {
  const result = await call(makeRemediateRpcFun, policies, requestOf(given, "prod"));
  return result.getRemediationsList().at(-1)?.getProperties()?.toJavaScript();
}

function violationsIn(result: AnalyzeResult): Violation[] {
  return result.getDiagnosticsList().map((diagnostic) => ({
    policy: diagnostic.getPolicyname(),
    message: diagnostic.getMessage(),
    level: diagnostic.getEnforcementlevel(),
    urn: diagnostic.getUrn(),
  }));
}

async function call<Result>(make: MakeHandler<Result>, policies: Policies, request: object): Promise<Result> {
  return await new Promise((resolve, reject) => {
    void make(
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

/** The part of the request message that the package reads. */
function requestOf({ type, props, name = "it", protect = true, from = {} }: Given, stack: string): object {
  const token = tokenOf(type);
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
    getUrn: () => urnOf(stack, type, name),
    getName: () => name,
    getOptions: () => options,
    getProvider: () => undefined,
    getParent: () => "",
    getDependenciesList: () => [],
    getPropertydependenciesMap: () =>
      new Map(
        Object.entries(from).map(([argument, resources]) => {
          const urns = resources.map((each) => urnOf(stack, ...(each.split("::") as [string, string])));
          return [argument, { getUrnsList: () => urns }];
        }),
      ),
  };
}

function urnOf(stack: string, type: string, name: string): string {
  return `urn:pulumi:${stack}::project::${tokenOf(type)}::${name}`;
}

/** Types of other packages have three parts. */
function tokenOf(type: string): string {
  return type.split(":").length > 2 ? type : `pulumi-nodejs:dynamic/${type}`;
}
