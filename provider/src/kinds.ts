import { exportedDefinitions } from "./definition/exported-definitions";
import * as platforms from "./index";

/** The definitions of all kinds: those whose classes the package exports, platform by platform. */
export const kinds = Object.values(platforms)
  .filter((platform) => typeof platform === "object")
  .flatMap(exportedDefinitions);

/** The names of all platforms. */
export const platformNames = [...new Set(kinds.map(({ platform }) => platform.name))];
