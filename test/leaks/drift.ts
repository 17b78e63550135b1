import type { TestPlatform } from "../harness";
import type { PlatformName } from "../harness/platform";
import { isFields, type Fields } from "../../provider/src/values/fields";
import { visitLeaves } from "../../provider/src/values/tree";
import type { EchoingProxy } from "./echoing-proxy";
import { mapLeaves } from "./leaves";
import { isMarked } from "./search";

/** How objects of a kind are changed. */
interface Change {
  readonly platform: PlatformName;
  /** The path of an object. */
  readonly path: RegExp;
  readonly method: "PUT" | "PATCH";
  /** The body of the change, based on the last one sent: with other secrets, and with something that every response shows. */
  readonly body: (sent: Fields, secret: (leaf: unknown) => unknown) => object;
}

const connectorOfUnstructured = {
  platform: "unstructured",
  method: "PUT",
  body: ({ name, config }, secret) => ({ ...renamed(name), config: mapLeaves(config, secret) }),
} as const satisfies Partial<Change>;

/** By kind. */
const changes = {
  "unstructured.Source": { ...connectorOfUnstructured, path: /\/sources\/[^/]+$/ },
  "unstructured.Destination": { ...connectorOfUnstructured, path: /\/destinations\/[^/]+$/ },
  "unstructured.Workflow": {
    platform: "unstructured",
    path: /\/workflows\/[^/]+$/,
    method: "PUT",
    body: ({ name, workflow_nodes }, secret) => ({
      ...renamed(name),
      workflow_nodes: mapLeaves(workflow_nodes, secret),
    }),
  },
  "aisquared.Connector": {
    platform: "aisquared",
    path: /\/connectors\/[^/]+$/,
    method: "PUT",
    body: ({ connector }, secret) => described("connector", connector, secret),
  },
  "aisquared.Model": {
    platform: "aisquared",
    path: /\/models\/[^/]+$/,
    method: "PUT",
    body: ({ model }, secret) => described("model", model, secret),
  },
  "aisquared.Sync": {
    platform: "aisquared",
    path: /\/syncs\/[^/]+$/,
    method: "PUT",
    body: ({ sync }, secret) => ({
      sync: { sync_mode: "incremental", configuration: mapLeaves((sync as Fields).configuration, secret) },
    }),
  },
  "airweave.SourceConnection": {
    platform: "airweave",
    path: /\/source-connections\/[^/]+$/,
    method: "PATCH",
    body: ({ name }) => renamed(name),
  },
} as const satisfies Readonly<Record<string, Change>>;

/** A kind of which objects are changed. */
export type DriftingKind = keyof typeof changes;

export const driftingKinds = Object.keys(changes) as readonly DriftingKind[];

/** How many objects of a kind were changed, and how many of their secrets. */
export interface Drifted {
  readonly objects: number;
  readonly secrets: number;
}

/**
 * Changes objects that have secrets as another client of the same account would.
 *
 * @param replant Creates the new secret.
 * @param oneIn One of this many objects of a kind is changed.
 * @returns what was changed, by kind; a change that the platform refuses does not count.
 */
export async function drift(
  platforms: Readonly<Record<PlatformName, TestPlatform>>,
  proxies: Readonly<Record<PlatformName, EchoingProxy>>,
  replant: (label: string, before: string) => string,
  oneIn = 8,
): Promise<Readonly<Record<DriftingKind, Drifted>>> {
  const drifted: [DriftingKind, Drifted][] = [];
  // One after the other: each login at AI Squared ends the session of the one before.
  for (const kind of driftingKinds) {
    const { platform, path: pattern, method, body }: Change = changes[kind];
    const withSecrets = [...proxies[platform].sent].filter(
      ([path, sent]) => pattern.test(path) && hasSecret(sent),
    );
    let [objects, secrets] = [0, 0];
    for (const [path, sent] of withSecrets.filter((_object, index) => index % oneIn === 0)) {
      const replanted: string[] = [];
      const secret = (leaf: unknown): unknown => {
        if (!isReplaceable(leaf)) return leaf;
        replanted.push(leaf);
        return replant(`drift of ${path}`, leaf);
      };
      const { status } = await platforms[platform].ask(method, path, body(sent as Fields, secret));
      if (status >= 300) continue;
      objects++;
      secrets += replanted.length;
    }
    drifted.push([kind, { objects, secrets }]);
  }
  return Object.fromEntries(drifted) as Record<DriftingKind, Drifted>;
}

function renamed(name: unknown): Fields {
  return { name: `${String(name)} drifted` };
}

function described(
  key: "connector" | "model",
  sent: unknown,
  secret: (leaf: unknown) => unknown,
): Readonly<Record<string, Fields>> {
  const fields = sent as Fields;
  return {
    [key]: { ...fields, description: "drifted", configuration: mapLeaves(fields.configuration, secret) },
  };
}

function hasSecret(sent: unknown): boolean {
  let found = false;
  visitLeaves(sent, (leaf) => {
    found ||= isReplaceable(leaf);
  });
  return isFields(sent) && found;
}

/** A secret in a URL stays: another one would have to be one, too. */
function isReplaceable(leaf: unknown): leaf is string {
  return typeof leaf === "string" && isMarked(leaf) && !leaf.includes("://");
}
