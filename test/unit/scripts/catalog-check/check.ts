import { afterAll } from "@jest/globals";
import { fork, type ChildProcess } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** What the command comes to. */
export interface Checked {
  readonly code: number;
  readonly output?: string;
  readonly problem?: string;
}

let worker: ChildProcess | undefined;
const waiting = new Map<number, (checked: Checked) => void>();
let asked = 0;

afterAll(() => worker?.disconnect());

/** Runs `npm run catalog:check` with these arguments. */
async function catalogCheck(args: readonly string[]): Promise<Checked> {
  if (worker === undefined) {
    const { INIT_CWD: _folder, ...env } = process.env;
    worker = fork(join(__dirname, "worker.mjs"), { env, execArgv: [] });
    worker.on("message", ({ id, checked }: { id: number; checked: Checked }) => waiting.get(id)?.(checked));
  }
  const id = asked++;
  worker.send({ id, args });
  return new Promise((resolve) => waiting.set(id, resolve));
}

/** What a test compares: a catalog of its own, documents, and what is known. */
export interface Comparison {
  /** Schemas by `<platform>/<role>/<type>`. Without them the real catalog is compared. */
  readonly catalog?: Readonly<Record<string, object>>;
  /** What the vendors publish, as values or as texts. */
  readonly documents: readonly unknown[];
  readonly known?: readonly object[];
  readonly options?: readonly string[];
}

/** Compares what it writes to a folder of its own. */
export async function compared({
  catalog,
  documents,
  known = [],
  options = [],
}: Comparison): Promise<Checked> {
  const folder = await mkdtemp(join(tmpdir(), "catalog-check-"));
  const write = async (name: string, content: unknown): Promise<string> => {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, typeof content === "string" ? content : JSON.stringify(content));
    return path;
  };
  try {
    const names = Object.entries(catalog ?? {});
    for (const [path, schema] of names) await write(`catalog/${path}.json`, schema);
    const files = await Promise.all(
      documents.map((content, index) => write(`document-${index}.json`, content)),
    );
    return await catalogCheck([
      ...(catalog === undefined ? [] : ["--catalog", join(folder, "catalog")]),
      ...["--known", await write("known.json", known)],
      ...options,
      ...files,
    ]);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The lines of a listing up to what the documents do not tell. */
export function differences({ output = "" }: Checked): string[] {
  const lines = output.split("\n");
  return lines.slice(
    0,
    lines.findIndex((line) => line.startsWith("What ")),
  );
}

/** The counts in the last line. */
export function counts({ output = "" }: Checked): string | undefined {
  return output.split("\n").at(-1);
}

/** An object schema of the catalog. */
export function schemaOf(properties: object, more: object = {}): object {
  return { title: "Some Thing", type: "object", properties, ...more };
}
