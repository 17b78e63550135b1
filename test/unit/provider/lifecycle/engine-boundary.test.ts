import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { ConnectorsError } from "../../../../provider/src/errors/connectors-error";
import { atEngineBoundary } from "../../../../provider/src/lifecycle/engine-boundary";
import { PartialFailure } from "../../../../provider/src/lifecycle/partial-failure";
import { rejection, type Fields } from "../../../harness/verbs";

const asIs = (text: string): string => text;
const withoutCanary = (text: string): string => text.replace(/CANARY|CAN\nARY/g, "[secret]");

const noSecrets = { scrub: asIs, scrubMessage: asIs };
const hidingCanary = { scrub: withoutCanary, scrubMessage: withoutCanary };

describe("the engine boundary", () => {
  it("returns only plain JSON, whatever a verb returns", async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string(), fc.anything({ withDate: true })), async (outs) => {
        const result = await atEngineBoundary(() => ({ id: "id-1", outs, inputs: undefined }), noSecrets);
        expect(JSON.parse(JSON.stringify(result))).toStrictEqual(result);
        expect(result.id).toBe("id-1");
        expect(result).not.toHaveProperty("inputs");
      }),
    );
  });

  it("throws one line without a stack, whatever is thrown", async () => {
    await fc.assert(
      fc.asyncProperty(fc.anything(), async (thrown) => {
        const error = await rejection(atEngineBoundary(() => Promise.reject(thrown as Error), noSecrets));
        expect(error.message).not.toMatch(/[\r\n]/);
        expect(error.stack).toBe("");
        expect(String(error)).toBe(error.message);
      }),
    );
  });

  it("scrubs secrets from errors", async () => {
    const error = await rejection(
      atEngineBoundary(() => Promise.reject(new Error("no\n CAN\nARY here")), hidingCanary),
    );
    expect(error.message).toBe("no [secret] here [PC_INTERNAL]");
    expect(error.cause).toBeUndefined();
  });

  it("scrubs only what cannot be a word of ours from an error of this package", async () => {
    const secrecy = { scrub: () => "everything scrubbed", scrubMessage: withoutCanary };
    const ours = new ConnectorsError("PC_REFUSED", "no CANARY");
    const other = new TypeError("no CANARY");
    expect((await rejection(atEngineBoundary(() => Promise.reject(ours), secrecy))).message).toBe(
      "no [secret] [PC_REFUSED]",
    );
    expect((await rejection(atEngineBoundary(() => Promise.reject(other), secrecy))).message).toBe(
      "everything scrubbed [PC_INTERNAL]",
    );
  });

  it("keeps the id, properties and message of a partial failure, as plain JSON", async () => {
    const properties: Fields = { name: "a", missing: undefined, odd: NaN, at: new Date(0) };
    const error = await rejection(
      atEngineBoundary(
        () => Promise.reject(new PartialFailure("PC_NOT_APPLIED", "kept CANARY", "id-1", properties)),
        hidingCanary,
      ),
    );
    expect(error).toMatchObject({ id: "id-1", reasons: ["kept [secret] [PC_NOT_APPLIED]"] });
    expect(error.properties).toStrictEqual({ name: "a", odd: null, at: "1970-01-01T00:00:00.000Z" });
  });
});
