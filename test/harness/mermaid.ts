import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** What Mermaid's own parser makes of a text. */
export interface ParsedFlowchart {
  readonly vertices: readonly {
    readonly id: string;
    /** What a reader sees, line by line. */
    readonly lines: readonly string[];
    readonly classes: readonly string[];
    readonly labelType: string;
    readonly link: string | null;
  }[];
  readonly edges: readonly { readonly start: string; readonly end: string; readonly stroke: string }[];
  readonly classes: readonly string[];
}

export interface MermaidParser {
  /** Rejects with Mermaid's message for a text that is no flowchart. */
  parse(text: string): Promise<ParsedFlowchart>;
  stop(): Promise<void>;
}

/** Starts Mermaid's parser. */
export function startMermaidParser(): MermaidParser {
  const child = spawn(process.execPath, [join(__dirname, "mermaid-parser.mjs")], {
    env: { ...process.env, NODE_OPTIONS: "" },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async parse(text) {
      child.stdin.write(`${JSON.stringify(text)}\n`);
      const line = await lines.next();
      if (line.done === true) throw new Error("the parser has ended");
      const result = JSON.parse(line.value) as ParsedFlowchart | { readonly error: string };
      if ("error" in result) throw new Error(`${result.error}\n${text}`);
      return result;
    },
    async stop() {
      const closed = once(child, "close");
      child.stdin.end();
      await closed;
    },
  };
}
