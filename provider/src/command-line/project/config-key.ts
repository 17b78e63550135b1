/** Adds the namespace of the project to a key without one; undefined for what is no key. */
export function fullKey(projectName: string, key: string): string | undefined {
  const parts = key.split(":");
  if (parts.length === 1) return `${projectName}:${key}`;
  if (parts.length === 3 && parts[1] === "config") return `${parts[0]}:${parts[2]}`;
  return parts.length === 2 ? key : undefined;
}
