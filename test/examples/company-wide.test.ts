import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { InstalledExample, typeErrors, writesOf, type Run } from "./installed-example";
import { pictureIn, pictureOf } from "./picture";

/** How many times each kind of request is among them. */
function countsOf({ requests }: Run): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const line of writesOf(requests)) counts[line] = (counts[line] ?? 0) + 1;
  return counts;
}

describe("the example company-wide", () => {
  let example: InstalledExample;
  beforeAll(() => void (example = new InstalledExample("company-wide")));
  afterAll(() => example.remove());
  const step = (index: number): Run => {
    const blocks = example.commandsOf("On the sandbox");
    expect(blocks).toHaveLength(4);
    const run = example.run(blocks[index]);
    expect([run.code, run.code === 0 ? "" : run.output]).toEqual([0, ""]);
    expect(run.output).not.toMatch(/\[(mandatory|advisory)\]|warning/);
    return run;
  };

  it("compiles, with its rules", () => expect(typeErrors(example.folder)).toBe(""));

  it("refuses a list with a mistake before any request", () => {
    const list = example.read("teams.yaml");
    example.write("teams.yaml", list.replace("schedule: daily", "schedule: dayly"));
    const secrets = example.commandsOf("On the sandbox")[0]?.replace(/.* up .*/, "");
    const { code, output, requests } = example.run(`${secrets}\nnpx connectors-sandbox up`);
    expect([code, output]).toEqual([
      1,
      expect.stringMatching(/teams\.yaml is invalid:\n[^]*→ at \[1\]\.documents\[0\]\.schedule/),
    ]);
    expect(requests).toEqual([]);
    example.write("teams.yaml", list);
  });

  it("makes 40 resources of a list, with one POST each", () => {
    const run = step(0);
    expect(run.output).toContain("+ 41 created");
    expect(countsOf(run)).toEqual({
      "POST /api/v1/destinations/": 8,
      "POST /api/v1/sources/": 16,
      "POST /api/v1/workflows/": 16,
    });
  });

  it("looks like its picture in both READMEs", () => {
    const picture = pictureOf(example);
    expect(picture.match(/^ {2}n\d+\[/gm)).toHaveLength(40);
    expect(pictureIn("examples/company-wide/README.md")).toBe(picture);
    expect(pictureIn("README.md")).toBe(picture);
  });

  it("sends nothing at a second up", () => {
    const { output, requests } = step(1);
    expect(output).toContain("41 unchanged");
    expect(writesOf(requests)).toEqual([]);
  });

  it("writes once for another bucket", () => {
    const { output, requests } = step(2);
    expect(output).toContain("~ 1 updated");
    expect(writesOf(requests)).toEqual(["PUT /api/v1/sources/<id>"]);
    expect(requests.find(({ method }) => method === "PUT")?.body).toMatchObject({
      config: { remote_url: "s3://acme-dev-finance-archive/" },
    });
  });

  it("is destroyed with one DELETE for each", () => {
    expect(countsOf(step(3))).toEqual({
      "DELETE /api/v1/destinations/<id>": 8,
      "DELETE /api/v1/sources/<id>": 16,
      "DELETE /api/v1/workflows/<id>": 16,
    });
  });
});
