// Makes one comment of what plan.sh left, and prints it:
//
//   node ci/comment.mjs <limit> <stack>...      in the folder of plan/; <limit> is how many characters a comment may have
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";

/** The first line, by which post.mjs finds the comment again. */
const marker = "<!-- pulumi-connectors: plan -->";
const counted = ["create", "update", "replace", "delete"];

const [limit, ...stacks] = process.argv.slice(2);
if (!/^\d+$/.test(limit ?? "") || stacks.length === 0) {
  process.stderr.write("usage: comment.mjs <limit> <stack>...\n");
  process.exit(2);
}
process.stdout.write(comment(stacks.map(readPlan), Number(limit)));

function readPlan(stack) {
  const read = (name) => {
    const path = join("plan", `${stack}.${name}`);
    return existsSync(path) ? stripVTControlCharacters(readFileSync(path, "utf8")).trimEnd() : undefined;
  };
  const output = read("txt");
  return {
    stack,
    output,
    failed: output === undefined || read("exit") !== "0",
    baseOutput: read("base.txt"),
    picture: read("mmd"),
    counts: countsOf(output ?? ""),
    violations: violationsOf(output ?? ""),
  };
}

/** The numbers of the summary, which is the last section of that name: what a program prints may look like one. */
function countsOf(output) {
  const [, summary = ""] = /^[^]*^Resources:\n((?: {4}.*\n?)*)/m.exec(output) ?? [];
  const counts = Object.fromEntries(
    [...summary.matchAll(/(\d+) to (\w+)$/gm)].map(([, count, op]) => [op, count]),
  );
  const [, unchanged] = /(\d+) unchanged/.exec(summary) ?? [];
  return { ...counts, unchanged };
}

/**
 * Each begins with its pack, and goes on to the next line that is indented or begins a section. That a policy cannot be decided
 * before an `up` is none.
 */
function violationsOf(output) {
  const pattern =
    /^ {4}\S+@v\S+ \[(mandatory|advisory)\](?: \[severity: \w+\])? {2}(\S+)(?: {2}\(\S+: (.*?)\))?(.*(?:\n(?! {2}|Resources:|error:|warning:).*)*)/gm;
  return [...output.matchAll(pattern)]
    .filter(([, , , , message]) => !message.startsWith("can't run policy"))
    .map(([, level, policy, resource = "the stack", message]) => ({
      level,
      text: `[${level}] ${policy}: ${resource}\n${message.trim()}`,
    }));
}

function comment(plans, limit) {
  const folds = plans.flatMap(foldsOf);
  const fixed = frame(
    plans,
    folds.map((fold) => foldText({ ...fold, text: "" })),
  );
  const cut = shorten(
    folds.map(({ text }) => text),
    limit - fixed.length,
  );
  return frame(
    plans,
    folds.map((fold, index) => foldText(cut[index] === fold.text ? fold : shortFold(fold, cut[index]))),
  );
}

/** A part of a picture is none. */
function shortFold(fold, text) {
  if (fold.language !== "mermaid") return { ...fold, text };
  const note = "too large for a comment; it is in the artifact `plan`";
  return { ...fold, language: "text", text: note.length <= text.length ? note : "" };
}

function frame(plans, folds) {
  const ops = [...counted, "unchanged"];
  const row = (cells) => `| ${cells.join(" | ")} |`;
  return [
    marker,
    "## Plan",
    "",
    row(["Stack", "Preview", ...ops, "Policies"]),
    row([":--", ":--", ...ops.map(() => "--:"), ":--"]),
    ...plans.map((plan) =>
      row([
        plan.stack,
        plan.output === undefined ? "❌ not run" : plan.failed ? "❌ failed" : "✅",
        ...ops.map((op) => plan.counts[op] ?? ""),
        policiesText(plan),
      ]),
    ),
    "",
    "Previewed on sandbox platforms, against what the base branch deploys there. Ids are made up, and placeholders stand for secrets.",
    "",
    ...folds,
  ].join("\n");
}

function policiesText({ violations, output, failed }) {
  const count = (level) => violations.filter((violation) => violation.level === level).length;
  const counts = ["mandatory", "advisory"].filter((level) => count(level) > 0);
  if (counts.length > 0) return counts.map((level) => `${count(level)} ${level}`).join(", ");
  return output === undefined || failed ? "" : "✅";
}

function foldsOf({ stack, output, failed, baseOutput, picture, counts, violations }) {
  return [
    {
      title: `${stack}: policy violations`,
      open: true,
      text: violations.map(({ text }) => text).join("\n\n"),
    },
    {
      title: `${stack}: the base branch could not be deployed, so the preview is compared with less`,
      open: false,
      text: baseOutput ?? "",
    },
    {
      title: `${stack}: picture of the change`,
      open: true,
      language: "mermaid",
      text: counted.some((op) => counts[op] !== undefined) ? (picture ?? "") : "",
    },
    // What is wrong is seen at once, unless it is the violations above.
    { title: `${stack}: all changes`, open: failed && violations.length === 0, text: output ?? "" },
  ].filter(({ text }) => text !== "");
}

function foldText({ title, open, text, language = "text" }) {
  // Longer than any in the text, which so cannot end it.
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return `<details${open ? " open" : ""}><summary>${title}</summary>\n\n${fence}${language}\n${text}\n${fence}\n\n</details>\n`;
}

/** Cuts what is too long, so that all have room: what one does not need is left to the others. */
function shorten(texts, room) {
  const shortened = [...texts];
  const byLength = [...texts.keys()].sort((a, b) => texts[a].length - texts[b].length);
  for (const [position, index] of byLength.entries()) {
    const share = Math.floor(room / (byLength.length - position));
    shortened[index] = cutAt(texts[index], share);
    room -= shortened[index].length;
  }
  return shortened;
}

function cutAt(text, length) {
  if (text.length <= length) return text;
  const note = "\n... cut; the whole text is in the artifact `plan`";
  const kept = text.slice(0, Math.max(0, length - note.length));
  return kept.slice(0, kept.lastIndexOf("\n") + 1).trimEnd() + note;
}
