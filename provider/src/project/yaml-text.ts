import {
  Lexer,
  parseDocument,
  type Document,
  type DocumentOptions,
  type ErrorCode,
  type SchemaOptions,
} from "yaml";
import { UserError } from "./user-error";

/** What is wrong, in words. The library's own messages quote the text, which may be a secret. */
const problems: Readonly<Partial<Record<ErrorCode, string>>> = {
  BAD_ALIAS: "an alias has no name",
  BAD_DQ_ESCAPE: "a text in double quotes has an escape sequence that there is not",
  BAD_INDENT: "an indentation is wrong, or a bracket is not closed",
  BAD_SCALAR_START: "a value begins with a reserved character: put it in quotes",
  BLOCK_AS_IMPLICIT_KEY: "a key is within the value of another key on the same line: put the value in quotes",
  BLOCK_IN_FLOW: "a list or map with indentation is within brackets",
  DUPLICATE_KEY: "a key is there twice: remove one",
  KEY_OVER_1024_CHARS: "a key is too long",
  MISSING_CHAR: "a quote, bracket, comma or colon is missing",
  MULTILINE_IMPLICIT_KEY: "a key has several lines, or a colon is missing after it",
  MULTIPLE_ANCHORS: "a value has two anchors",
  MULTIPLE_DOCS: "the file has more than one document",
  MULTIPLE_TAGS: "a value has two tags",
  TAB_AS_INDENT: "a tab is used as indentation: use spaces",
  UNEXPECTED_TOKEN: "something is there that does not belong there",
};

/**
 * Parses YAML.
 *
 * @param source The path of the file, for messages.
 * @throws UserError with the line and column of a syntax error, and without any of the text.
 */
export function parseYaml(
  source: string,
  text: string,
  options: DocumentOptions & SchemaOptions = {},
): Document {
  if (maxDepth(text) > deepest) throw tooDeep(source);
  const document = withinDepth(source, () => parseDocument(text, { ...options, logLevel: "error" }));
  const [error] = document.errors;
  if (error === undefined) return document;
  if (error.code === "RESOURCE_EXHAUSTION") throw tooDeep(source);
  const [{ line, col } = { line: 1, col: 1 }] = error.linePos ?? [];
  const problem = problems[error.code] ?? "the syntax is wrong";
  throw new UserError(`${source}: line ${line}, column ${col}: this is not valid YAML: ${problem}`);
}

/** The values of a file that only Node reads, where a plain scalar has the type of YAML 1.2. @throws UserError as `parseYaml` does. */
export function plainYaml(source: string, text: string): unknown {
  const document = parseYaml(source, text);
  try {
    return withinDepth(source, () => document.toJS() as unknown);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${source}: an alias has no anchor before it, or too many of them are nested`);
  }
}

/** Does something with a text that recursion may not be able to follow to its depth. @throws UserError if so. */
export function withinDepth<Result>(source: string, action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    if (error instanceof RangeError) throw tooDeep(source);
    throw error;
  }
}

/** The library recurses; near the end of the stack, V8 may end the process when it compiles a regular expression. */
const deepest = 500;

/** No less than the depth to which lists and maps are nested. */
function maxDepth(text: string): number {
  let [depth, brackets, ofLine] = [0, 0, 0];
  for (const token of new Lexer().lex(text)) {
    if (token === "[" || token === "{") brackets++;
    else if (token === "]" || token === "}") brackets--;
    else if (token === "\n" || token === "\r\n") ofLine = 0;
    // A list in a list, or indentation.
    else if (/^[-?:]$/.test(token)) ofLine++;
    else if (/^ +$/.test(token)) ofLine += token.length;
    depth = Math.max(depth, brackets + ofLine);
  }
  return depth;
}

function tooDeep(source: string): UserError {
  return new UserError(`${source}: lists and maps are nested too deeply`);
}
