import type { AccountReport } from "./examine";

/** What `doctor` prints of an account. @param isWanted Whether the user named the platform or the account. */
export function formatAccount(report: AccountReport, isWanted: boolean): string {
  const { platform, account, isConfigured, settings, problems, warnings, response } = report;
  const title = account === undefined ? platform.title : `${platform.title}, account ${account}`;
  if (!isConfigured && !isWanted) {
    return [`${title}: not configured`, ...marked("warning", warnings), ""].join("\n");
  }
  const width = Math.max(...settings.map(([name]) => name.length));
  return [
    title,
    ...settings.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`),
    ...marked("warning", warnings),
    ...marked("problem", problems),
    ...(response === undefined ? [] : [`  ok: ${response}`]),
    "",
  ].join("\n");
}

function marked(mark: string, lines: readonly string[]): string[] {
  return lines.map((line) => `  ${mark}: ${line}`);
}
