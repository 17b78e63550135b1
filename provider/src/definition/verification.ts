import type { ApiRequest } from "../http/connection";
import type { Fields } from "../values/fields";

export const verifyValues = ["off", "warn", "fail"] as const;

/**
 * What a create or update does about the connection to what the object names: nothing; test it, and warn unless that succeeds; test it, and
 * fail unless that succeeds.
 */
export type Verify = (typeof verifyValues)[number];

/** The output that has the outcome. No read shows it. */
export const testOutput = "connectionTest";

/** The output `connectionTest`: the outcome of the test that went with the last create or update of an object. */
export interface ConnectionTest {
  /** `unknown` if the test could not be made, or had not ended by the time limit. */
  readonly status: "succeeded" | "failed" | "unknown";
  /** Why it did not succeed, without secrets; null if it did, or if the platform did not say. */
  readonly message: string | null;
  /** When the outcome was known, by the clock of the machine: ISO 8601. */
  readonly testedAt: string;
}

/** What a platform says of a test. */
export interface Verdict {
  readonly succeeded: boolean;
  /** The reason, in the platform's words. */
  readonly reason?: string | undefined;
}

/** How a platform tests a connection. */
export type Verification = TestOfInputs | TestOfObject;

/** A test of what is about to be sent, in one request. */
export interface TestOfInputs {
  readonly of: "inputs";
  /** @param inputs With values in place of references. Must change nothing on the platform. */
  readonly request: (inputs: Fields) => ApiRequest;
  /** Statuses with which the platform says that the connection failed. Default: none. */
  readonly failures?: readonly number[];
  /** Reads a response of such a status, or of a success. Undefined if it says nothing about the connection. Never throws. */
  readonly verdict: (body: unknown) => Verdict | undefined;
}

/** A test of an object that exists, which one request starts, and which goes on by itself. */
export interface TestOfObject {
  readonly of: "object";
  /** Starts a test. Its response is the test. */
  readonly start: (id: string) => ApiRequest;
  /** Reads the latest test of the object, which may be another one. */
  readonly read: (id: string) => ApiRequest;
  /** Reads a test from the body of a response. Never throws. */
  readonly fromResponse: (body: unknown) => StartedTest;
}

/** A test that was started. */
export interface StartedTest {
  /** The test's own; undefined if the body is not a test. */
  readonly id: string | undefined;
  /** By the platform's clock, ISO 8601. */
  readonly createdAt?: unknown;
  /** Undefined as long as it goes on. */
  readonly verdict?: Verdict | undefined;
}
