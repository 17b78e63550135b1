import { relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { RunError } from "@pulumi/pulumi";

/** Where in a folder an error was thrown: ` (index.js:3:7)`; empty for errors that are meant for users, and if it was elsewhere. */
export function locationIn(folder: string, error: unknown): string {
  const { stack } = (error ?? {}) as { readonly stack?: unknown };
  if (typeof stack !== "string" || RunError.isInstance(error)) return "";
  const places = [...stack.matchAll(/\(?([^\s()]+):(\d+:\d+)\)?$/gm)].map(([, file = "", position = ""]) => ({
    path: pathOf(file),
    position,
  }));
  const place = places.find(({ path }) => path.startsWith(folder + sep) && !path.includes("node_modules"));
  return place === undefined ? "" : ` (${relative(folder, place.path)}:${place.position})`;
}

/** Frames of ES modules have the file as a URL. */
function pathOf(file: string): string {
  try {
    return file.startsWith("file://") ? fileURLToPath(file) : file;
  } catch {
    return file;
  }
}
