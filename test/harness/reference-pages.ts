import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { catalogEntry, type CatalogEntry } from "../../provider/src/catalog/entry";
import type { PlatformName } from "./platform";
import { repository } from "./project";

/** A type's entry on a reference page, with its catalog entry. */
export interface ReferenceEntry {
  readonly platform: PlatformName;
  readonly role: "source" | "destination";
  readonly type: string;
  /** A unique name: the page and the type. */
  readonly name: string;
  /** The Markdown of the entry. */
  readonly text: string;
  /** Its programs. */
  readonly programs: readonly string[];
  readonly schema: CatalogEntry;
}

const folder = join(repository, "docs", "reference");

/** All entries of all reference pages, in order. Throws for one that the catalog does not have. */
export function referenceEntries(): ReferenceEntry[] {
  const pages = readdirSync(folder).filter((file) => file !== "README.md"); // the index
  return pages.flatMap((file) => {
    const page = basename(file, ".md");
    const { platform, role } = ofPage(page);
    const [, ...sections] = readFileSync(join(folder, file), "utf8").split(/^## /m);
    return sections.map((section) => {
      const [type = ""] = section.split("\n", 1);
      const schema = catalogEntry(`${platform}/${role}`, type);
      if (schema === undefined)
        throw new Error(`${file} has an entry ${type}, which the catalog does not have`);
      const programs = [...section.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, program = ""]) => program);
      return { platform, role, type, name: `${page}-${type}`, text: section, programs, schema };
    });
  });
}

function ofPage(page: string): Pick<ReferenceEntry, "platform" | "role"> {
  const [platform, roles = ""] = page.split("-") as [PlatformName, string?];
  return { platform, role: roles === "sources" ? "source" : "destination" };
}
