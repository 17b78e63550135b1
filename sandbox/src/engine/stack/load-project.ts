import { loadProject as readProject, type Project } from "pulumi-connectors/internal/project/project";
import { UserError } from "../../user-error";

/** Finds `Pulumi.yaml` in a folder or above it. @throws UserError if there is none, it cannot be used, or the sandbox cannot run the project. */
export function loadProject(folder: string): Project {
  const project = readProject(folder);
  const { path, runtime, hasPlugins } = project;
  if (runtime !== "nodejs") {
    throw new UserError(
      `${path}: runtime ${runtime}: the sandbox runs nodejs programs; this one needs the pulumi CLI`,
    );
  }
  if (hasPlugins) {
    throw new UserError(`${path}: plugins: the sandbox runs no plugins; this project needs the pulumi CLI`);
  }
  return project;
}
