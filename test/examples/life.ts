import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { InstalledExample, typeErrors, writesOf, type LoggedRequest } from "./installed-example";

/** What the commands of an example's README do, in its section "On the sandbox". */
export interface Life {
  /** The first block: sets the secrets and deploys. */
  readonly created: Step;
  /** The second block: changes something, then expects no changes. */
  readonly changed: Step;
  /** The third block: destroys. */
  readonly destroyed: Step;
  /** A value of the config that a mandatory rule of the example's own refuses. */
  readonly refused: { readonly value: string; readonly rule: string };
}

interface Step {
  /** How the summary of the operation counts. */
  readonly summary: string;
  /** The requests that write, sorted, with `<id>` for each id. */
  readonly writes: readonly string[];
  /** Fields of bodies that were sent. */
  readonly bodies?: readonly object[];
}

/** Describes the whole life of an example with the packed packages, by the commands of its README. */
export function describeLife(name: string, { created, changed, destroyed, refused }: Life): void {
  describe(`the example ${name}`, () => {
    let example: InstalledExample;
    beforeAll(() => void (example = new InstalledExample(name)));
    afterAll(() => example.remove());

    const expectStep = (index: number, { summary, writes, bodies = [] }: Step): void => {
      const blocks = example.commandsOf("On the sandbox");
      expect(blocks).toHaveLength(3);
      const { code, output, requests } = example.run(blocks[index]);
      expect([code, output]).toEqual([0, expect.stringContaining(summary)]);
      expect(output).not.toMatch(/\[(mandatory|advisory)\]|warning/);
      expect(writesOf(requests)).toEqual(writes);
      for (const body of bodies) expect(bodiesOf(requests)).toContainEqual(expect.objectContaining(body));
    };

    it("compiles, with its rules", () => expect(typeErrors(example.folder)).toBe(""));
    it("is deployed", () => expectStep(0, created));
    it("is changed, and then has no changes left", () => expectStep(1, changed));

    it("has rules of its own, which refuse a change before any request", () => {
      const config = example.read("Pulumi.dev.yaml");
      const { code, output, requests } = example.run(
        `npx connectors-sandbox up --policy-pack policy -c ${refused.value}`,
      );
      expect([code, output]).toEqual([1, expect.stringContaining(`[mandatory]  ${refused.rule}`)]);
      expect(requests).toEqual([]);
      example.write("Pulumi.dev.yaml", config);
    });

    it("is destroyed", () => expectStep(2, destroyed));
  });
}

function bodiesOf(requests: readonly LoggedRequest[]): unknown[] {
  return requests.map(({ body }) => body);
}
