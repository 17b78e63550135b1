import { it } from "@jest/globals";

const isPosix = process.platform !== "win32";

/** A test of what Windows does not have: permissions of files, a shell, programs that are scripts. It shows as skipped there. */
export const itOnPosix = isPosix ? it : it.skip;
