import { Console } from "node:console";
import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { keepHostFromPrinting } from "../../../../provider/src/lifecycle/host-output";

describe("an error that the engine prints", () => {
  const write = process.stderr.write.bind(process.stderr);
  const written = jest.fn((_text: unknown) => true);
  const host = new Console(process.stdout, process.stderr);
  const error = { stack: "", toString: () => (keepHostFromPrinting("no [PC_REFUSED]"), "no [PC_REFUSED]") };

  beforeEach(() => {
    written.mockClear();
    process.stderr.write = written;
  });
  afterEach(() => {
    process.stderr.write = write;
  });
  const texts = (): unknown[] => written.mock.calls.map(([text]) => text);

  it("is not printed by the host as well", () => {
    host.error(`${String(error)}: ${error.stack}`);
    expect(texts()).toEqual([]);
    host.error("more");
    expect(texts()).toEqual(["more\n"]);
  });

  it("keeps back nothing else", async () => {
    String(error);
    host.error("something else");
    host.error(`no [PC_REFUSED]: `);
    expect(texts()).toEqual(["something else\n", "no [PC_REFUSED]: \n"]);
    String(error);
    await Promise.resolve();
    host.error(`no [PC_REFUSED]: `);
    expect(texts()).toHaveLength(3);
    expect(process.stderr).toHaveProperty("write", written);
  });
});
