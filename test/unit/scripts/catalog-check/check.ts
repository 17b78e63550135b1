import { afterAll } from "@jest/globals";
import { fork, type ChildProcess } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** The result of the command. */
export interface Result {
  readonly code: number;
  readonly output?: string;
  readonly problem?: string;
}

let worker: ChildProcess | undefined;
const pending = new Map<number, (result: Result) => void>();
let nextId = 0;

afterAll(() => worker?.disconnect());

/** Runs `npm run catalog:check` with the given arguments. */
async function catalogCheck(args: readonly string[]): Promise<Result> {
  if (worker === undefined) {
    const { INIT_CWD: _folder, ...env } = process.env;
    worker = fork(join(__dirname, "worker.mjs"), { env, execArgv: [] });
    worker.on("message", ({ id, result }: { id: number; result: Result }) => pending.get(id)?.(result));
  }
  const id = nextId++;
  worker.send({ id, args });
  return new Promise((resolve) => pending.set(id, resolve));
}

/** What a test compares. */
export interface Comparison {
  /** Schemas by `<platform>/<role>/<type>`. Default: the real catalog. */
  readonly catalog?: Readonly<Record<string, object>>;
  /** What the vendors publish, as values or file contents. */
  readonly documents: readonly unknown[];
  readonly known?: readonly object[];
  readonly options?: readonly string[];
}

/** Runs the command on a temporary folder with the given files. */
export async function compared({
  catalog,
  documents,
  known = [],
  options = [],
}: Comparison): Promise<Result> {
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

/** The lines of the output that list differences. */
export function differences({ output = "" }: Result): string[] {
  const lines = output.split("\n");
  return lines.slice(
    0,
    lines.findIndex((line) => line.startsWith("Not published by ")),
  );
}

/** The last line, which has the counts. */
export function counts({ output = "" }: Result): string | undefined {
  return output.split("\n").at(-1);
}

/** An object schema as in the catalog. */
export function schemaOf(properties: object, more: object = {}): object {
  return { title: "Some Thing", type: "object", properties, ...more };
}
