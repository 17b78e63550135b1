import type { Samples } from "../../testing/sample";
import { Seed } from "../../testing/seed";
import { fieldsAt, type Fields } from "../../values/fields";
import { isUnknown } from "../../values/unknowns";
import { methodsOf } from "./authentication";
import { isBrowserLogin } from "./authentication-problems";
import { sourceFacts } from "./source-facts";

const createdAt = "2026-01-01T00:00:00.000000";
const times = { createdAt, modifiedAt: createdAt };
/** All objects of an account are in one. */
const organizationId = new Seed("organization").uuid();

/** What unit tests of programs get. Source: docs/contracts/airweave.md, sections 2 and 3. */
export const samples: Samples = {
  "airweave.Collection": ({ name, readableId }, seed) => {
    const id =
      typeof readableId === "string" && !isUnknown(readableId) ? readableId : readableIdFrom(name, seed);
    return {
      id,
      readableId: id,
      uuid: seed.uuid(),
      organizationId,
      status: "NEEDS SOURCE",
      ...times,
    };
  },
  "airweave.SourceConnection": (inputs, seed) => ({
    id: seed.uuid(),
    organizationId,
    ...times,
    ...login(inputs, seed),
    ...synced(inputs, seed),
  }),
};

function readableIdFrom(name: unknown, seed: Seed): string {
  const text = typeof name === "string" && !isUnknown(name) ? name : "collection";
  const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return [...words, seed.letters(6)].join("-");
}

function login({ authentication }: Fields, seed: Seed): Fields {
  if (isBrowserLogin(authentication)) {
    return {
      status: "pending_auth",
      authMethod: "oauth_browser",
      authenticated: false,
      authUrl: `https://api.airweave.ai/source-connections/authorize/${seed.letters(8, "code")}`,
      authUrlExpires: "2026-01-01T00:05:00.000000Z",
      claimToken: seed.letters(43, "claim"),
    };
  }
  const [authMethod = null] = methodsOf(authentication);
  return { status: "active", authMethod, authenticated: true, authenticatedAt: createdAt };
}

function synced(inputs: Fields, seed: Seed): Fields {
  if (sourceFacts(inputs.shortName)?.isFederated === true || isBrowserLogin(inputs.authentication)) return {};
  return { syncId: seed.uuid("sync"), cron: fieldsAt(inputs, "schedule").cron ?? null };
}
