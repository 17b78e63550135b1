import type { TestPlatform } from "../harness";
import type { PlatformName } from "../harness/platform";
import { isFields, type Fields } from "../../provider/src/values/fields";
import type { EchoingProxy } from "./echoing-proxy";
import { mapLeaves } from "./leaves";
import { isMarked } from "./search";

/** One of this many objects is changed. */
const oneIn = 8;

interface Change {
  readonly method: "PUT" | "PATCH";
  /** The body of the change, based on the last one sent. */
  readonly body: (sent: Fields, secret: (leaf: unknown) => unknown) => object;
}

const changes: Readonly<Record<PlatformName, Change>> = {
  unstructured: {
    method: "PUT",
    body: ({ name, config }, secret) => ({
      name: `${String(name)} drifted`,
      config: mapLeaves(config, secret),
    }),
  },
  aisquared: {
    method: "PUT",
    body: ({ connector }, secret) => {
      const fields = connector as Fields;
      return {
        connector: {
          ...fields,
          description: "drifted",
          configuration: mapLeaves(fields.configuration, secret),
        },
      };
    },
  },
  airweave: { method: "PATCH", body: ({ name }) => ({ name: `${String(name)} drifted` }) },
};

/**
 * Changes objects as another client of the same account would.
 *
 * @param replant Creates the new secret.
 * @returns how many objects were changed.
 */
export async function drift(
  platforms: Readonly<Record<PlatformName, TestPlatform>>,
  proxies: Readonly<Record<PlatformName, EchoingProxy>>,
  replant: (label: string, before: string) => string,
): Promise<number> {
  let changed = 0;
  for (const [name, { method, body }] of Object.entries(changes) as [PlatformName, Change][]) {
    const objects = [...proxies[name].sent].filter(([path]) =>
      /sources\/|destinations\/|connectors?\/|source-connections\//.test(path),
    );
    for (const [path, sent] of objects.filter((_object, index) => index % oneIn === 0)) {
      if (!isFields(sent)) continue;
      const secret = (leaf: unknown): unknown =>
        typeof leaf === "string" && isMarked(leaf) && !leaf.includes("://")
          ? replant(`drift of ${path}`, leaf)
          : leaf;
      const { status } = await platforms[name].ask(method, path, body(sent, secret));
      if (status < 300) changed++;
    }
  }
  return changed;
}
