import { expect, it } from "@jest/globals";
import { shellWords } from "../../../../provider/src/project/shell-words";

it("the option nodeargs is separated as a shell does it", () => {
  expect(shellWords(`--max-old-space-size=4096  --require "./my hooks.js" '--title=a "b"' c\\ d`)).toEqual([
    ...["--max-old-space-size=4096", "--require", "./my hooks.js", '--title=a "b"', "c d"],
  ]);
});
