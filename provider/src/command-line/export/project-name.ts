import { basename } from "node:path";
import { loadProject } from "../../project/project";
import type { Target } from "./write-project";

/** The name of the generated Pulumi project: that of an earlier export, else the folder's, as far as Pulumi allows it. */
export function projectName({ folder, manifest }: Target): string {
  // Wherever a later export writes, the stacks and their config keys keep the name.
  if (manifest !== undefined && "Pulumi.yaml" in manifest.files) return loadProject(folder).name;
  const name = basename(folder)
    .replace(/[^A-Za-z0-9_.-]+/g, "-")
    .replace(/^[.-]+|[.-]+$/g, "")
    .slice(0, 100);
  return name === "" ? "workspace" : name;
}
