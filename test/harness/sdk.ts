import { join } from "node:path";

/**
 * The environment in which program and provider host start in less than half the time: see light-sdk.js.
 * With TEST_FULL_SDK set, which the public workflow does, it changes nothing.
 */
export const lightSdk: Readonly<Record<string, string>> =
  process.env.TEST_FULL_SDK === undefined
    ? {
        NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ""} --require=${join(__dirname, "light-sdk.js")}`.trim(),
      }
    : {};
