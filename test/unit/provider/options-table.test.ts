import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "@jest/globals";
import { kinds } from "../../../provider/src/kinds";
import type { ResourceDefinition } from "../../../provider/src/definition/definition";
import { repository } from "../../harness/project";

const text = readFileSync(join(repository, "docs", "options.md"), "utf8");
const [section = ""] = (text.split("## What applies to which kind")[1] ?? "").split(/\n## /);
const [header = [], , ...rows] = section
  .split("\n")
  .filter((line) => line.startsWith("|"))
  .map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

const yesNo = (isSo: boolean): string => (isSo ? "yes" : "no");
const facts: readonly (readonly [string, (definition: ResourceDefinition) => string])[] = [
  ["`adopt` by", ({ identity }) => identity.arguments.map((name) => `\`${name}\``).join(", ")],
  ["`onRename`", ({ name }) => yesNo(name !== undefined)],
  ["`unknownKeys`", ({ config }) => yesNo(config !== undefined)],
  ["`verify`", ({ verification }) => yesNo(verification !== undefined)],
  ["`run`", ({ runs }) => yesNo(runs !== undefined)],
  ["`forceDelete`", ({ dependents }) => yesNo(dependents !== undefined)],
  ["`renewLogin`", ({ renewal }) => yesNo(renewal !== undefined)],
  ["`triggers`", ({ runs }) => yesNo(runs !== undefined)],
  ["from one list", ({ isReadInBulk }) => yesNo(isReadInBulk === true)],
];

it.each(kinds)("the table of options says what applies to $kind", (definition) => {
  const column = header.findIndex((cell) => cell.includes(`\`${definition.kind}\``));
  expect(column).toBeGreaterThan(0);
  for (const [title, fact] of facts) {
    const matching = rows.filter(([cell = ""]) => cell.includes(title) && !cell.endsWith("by id"));
    // A clause after a "yes" says when.
    const cells = matching.map((row) => [title, row[column]?.replace(/^yes, .*/, "yes")]);
    expect(cells).toEqual([[title, fact(definition)]]);
  }
});

const byName = (text.split("### By its name")[1] ?? "")
  .split("\n")
  .filter((line) => line.startsWith("| `"))
  .map((line) => [...line.matchAll(/`([\w.]+)`/g)].map(([, word]) => word));

it.each(kinds)("the keys by which $kind is adopted are listed", ({ kind, identity }) => {
  expect(byName.filter(([name]) => name === kind)).toEqual([[kind, ...identity.arguments]]);
});
