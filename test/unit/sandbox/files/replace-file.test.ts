import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { replaceFile, replaceFileSync } from "../../../../sandbox/src/files/replace-file";

describe("replacing a file", () => {
  let folder: string;
  let attempts: number;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "replace-file-"));
    writeFileSync(join(folder, "new"), "new");
    writeFileSync(join(folder, "old"), "old");
    attempts = 0;
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** A rename that fails a number of times first, as on Windows while another process reads the file. */
  const failing =
    (times: number, code: string): typeof renameSync =>
    (from, to) => {
      if (attempts++ < times) throw Object.assign(new Error(code), { code });
      renameSync(from, to);
    };
  const paths = (): [string, string] => [join(folder, "new"), join(folder, "old")];
  const forms = [
    {
      form: "asynchronously",
      replace: (pauses: readonly number[], times: number, code: string): Promise<void> => {
        const move = failing(times, code);
        return replaceFile(...paths(), {
          pauses,
          move: (from, to) => Promise.resolve().then(() => move(from, to)),
        });
      },
    },
    {
      form: "synchronously",
      replace: (pauses: readonly number[], times: number, code: string): Promise<void> =>
        new Promise((resolve) => {
          replaceFileSync(...paths(), { pauses, move: failing(times, code) });
          resolve();
        }),
    },
  ];

  describe.each(forms)("$form", ({ replace }) => {
    it.each(["EPERM", "EACCES", "EBUSY"])("is tried again after %s", async (code) => {
      await replace([1, 1], 2, code);
      expect(attempts).toBe(3);
      expect(readFileSync(join(folder, "old"), "utf8")).toBe("new");
    });

    it("fails if it has not worked in the end", async () => {
      await expect(replace([1, 1], 9, "EPERM")).rejects.toThrow("EPERM");
      expect(attempts).toBe(3);
      expect(readFileSync(join(folder, "old"), "utf8")).toBe("old");
    });

    it("fails at once for any other reason", async () => {
      await expect(replace([1, 1], 9, "ENOSPC")).rejects.toThrow("ENOSPC");
      expect(attempts).toBe(1);
    });

    it("fails at once where no other process can be the reason", async () => {
      await expect(replace([], 9, "EPERM")).rejects.toThrow("EPERM");
      expect(attempts).toBe(1);
    });
  });
});
