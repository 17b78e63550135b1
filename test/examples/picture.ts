import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../harness";
import type { InstalledExample } from "./installed-example";

/** The picture of the example's stack, by the command of its README. */
export function pictureOf(example: InstalledExample): string {
  const command = /^npx connectors-sandbox stack export \| npx pulumi-connectors graph$/m;
  const [line] = command.exec(example.read("README.md")) ?? [];
  return example.run(line).output;
}

/** The picture in a page of the repository. */
export function pictureIn(page: string): string | undefined {
  return /```mermaid\n([^]*?)```/.exec(readFileSync(join(repository, page), "utf8"))?.[1];
}
