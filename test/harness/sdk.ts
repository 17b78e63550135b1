import { join } from "node:path";

/**
 * The environment that more than halves the start-up time of program and provider host, see light-sdk.js.
 * Empty if TEST_FULL_SDK is set, as in the public workflow.
 */
export const lightSdk: Readonly<Record<string, string>> =
  process.env.TEST_FULL_SDK === undefined
    ? {
        // Read when it is used: a test may have set more.
        get NODE_OPTIONS() {
          return `${process.env.NODE_OPTIONS ?? ""} --require=${join(__dirname, "light-sdk.js")}`.trim();
        },
      }
    : {};
