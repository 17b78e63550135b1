import type { ScopeOfKey } from "../../definition/platform";
import { isFields } from "../../values/fields";

/** Every collection names its organization, which is that of the key. Source: docs/contracts/airweave.md, sections 1 and 2. */
export const organizationOfKey: ScopeOfKey = {
  request: { method: "GET", path: "collections?skip=0&limit=1" },
  read: (body) => {
    const first: unknown = Array.isArray(body) ? body[0] : undefined;
    return isFields(first) && typeof first.organization_id === "string" ? first.organization_id : undefined;
  },
};
