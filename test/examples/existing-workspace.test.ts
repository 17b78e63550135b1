import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { repository } from "../harness";
import { textsOf } from "../harness/exported-project";
import { InstalledExample, typeErrors, writesOf, type Started } from "./installed-example";

describe("the example existing-workspace", () => {
  let example: InstalledExample;
  let serve: Started | undefined;
  let env: Readonly<Record<string, string>>;
  let blocks: string[];

  beforeAll(() => {
    example = new InstalledExample("existing-workspace");
    blocks = example.commandsOf("Rehearse on the sandbox");
  });
  afterAll(async () => {
    await serve?.stop();
    example.remove();
  });

  /** Runs a block of the README in the second terminal. @returns what it printed, and the requests that write. */
  function step(index: number): { output: string; writes: string[] } {
    const { code, output } = example.run(blocks[index], env);
    expect([code, code === 0 ? "" : output]).toEqual([0, ""]);
    return { output, writes: writesOf(serve?.take() ?? []) };
  }

  it("compiles, with its rules", () => expect(typeErrors(example.folder)).toBe(""));

  it("starts the platforms with the workspace", async () => {
    expect(blocks).toHaveLength(6);
    serve = await example.start(blocks[0]?.trim(), /AIRWEAVE_ORGANIZATION_ID=.*\n/);
    const lines = [...serve.printed.matchAll(/export (\w+)=(\S*)\n/g)];
    const printed = lines.map(([, name, value]): [string, string] => [name ?? "", value ?? ""]);
    // The platforms log, and not what uses them.
    env = { ...Object.fromEntries(printed), LOG: "" };
    expect(env.UNSTRUCTURED_API_URL).toMatch(/^http:/);
  });

  it("exports the program that the example has, without a writing request", () => {
    const { output, writes } = step(1);
    expect(output).toContain("Exported 4 objects");
    expect(writes).toEqual([]);
    expect(textsOf(join(example.folder, "workspace"))).toEqual(
      textsOf(join(repository, "examples", "existing-workspace", "workspace")),
    );
    for (const [command] of output.matchAll(/config set --secret --path '(.+)'/g)) {
      expect(blocks[2]).toContain(command.replaceAll("'", ""));
    }
  });

  it("adopts each object as it is: only the secrets that no platform shows are sent again", () => {
    step(2);
    const { output, writes } = step(3);
    expect(output).toContain("takes over the workflow");
    expect(output).toMatch(/\[advisory\].* connector-anonymous-access/);
    expect(output).not.toContain("[mandatory]");
    expect(output).toContain("+ 5 created");
    expect(writes).toEqual(["PUT /api/v1/destinations/<id>", "PUT /api/v1/sources/<id>"]);
    const { objects } = JSON.parse(example.read("inventory.json")) as { objects: { id: string }[] };
    const state = readFileSync(join(example.folder, ".sandbox", "stacks", "dev.json"), "utf8");
    for (const { id } of objects) expect(state).toContain(`"id":"${id}"`);
  });

  it("is changed by the program from then on, with one PUT", () => {
    const { output, writes } = step(4);
    expect(output).toContain("~ 1 updated");
    expect(writes).toEqual(["PUT /api/v1/workflows/<id>"]);
  });

  it("refuses to destroy what was taken over, and destroys it when that is wanted", () => {
    const { code, output } = example.run("npx connectors-sandbox destroy", env);
    expect([code, output]).toEqual([1, expect.stringContaining("protected")]);
    expect(writesOf(serve?.take() ?? [])).toEqual([]);
    const { writes } = step(5);
    expect(writes).toEqual([
      "DELETE /api/v1/destinations/<id>",
      "DELETE /api/v1/sources/<id>",
      "DELETE /api/v1/sources/<id>",
      "DELETE /api/v1/workflows/<id>",
    ]);
  });
});
