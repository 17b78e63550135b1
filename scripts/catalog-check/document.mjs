import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { root } from "../setup.mjs";

const files = await readdir(new URL("vendors/", import.meta.url));
const vendors = await Promise.all(files.map((file) => import(`./vendors/${file}`)));

/** Reads a file that a vendor publishes, and detects which vendor it is. */
export async function readDocument(path) {
  const content = unwrapped(parsed(await contentOf(path), path));
  const vendor = vendors.find(({ recognizes }) => recognizes(content));
  if (vendor === undefined) {
    throw new Error(
      `${path} is none of these: ${vendors.map(({ documentName }) => documentName).join(", ")}`,
    );
  }
  try {
    return { vendor, published: vendor.publishedTypes(content) };
  } catch (error) {
    throw new Error(`${path} is not a valid document of ${vendor.platform}: ${error.message}`, {
      cause: error,
    });
  }
}

async function contentOf(path) {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw new Error(`${path} cannot be read: ${error.code}`, { cause: error });
  }
}

function parsed(text, path) {
  try {
    return JSON.parse(text);
  } catch {
    // An OpenAPI document may be YAML.
  }
  // A dependency of the sandbox.
  const { parse } = createRequire(join(root, "sandbox", "package.json"))("yaml");
  try {
    return parse(text, { logLevel: "error" });
  } catch (error) {
    throw new Error(`${path} is neither JSON nor YAML`, { cause: error });
  }
}

/** Unwraps `{data: ...}` and recorded HTTP responses. */
function unwrapped(value) {
  const inner = ["data", "body", "response"]
    .map((key) => value?.[key])
    .find((part) => typeof part === "object");
  return inner ? unwrapped(inner) : value;
}
