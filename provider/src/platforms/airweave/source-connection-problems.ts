import { configProblems } from "../../catalog/problems";
import type { HandlingOptions } from "../../definition/options";
import { fieldsAt, isFields, type Fields } from "../../values/fields";
import { isUnknown } from "../../values/unknowns";
import { authenticationProblems, isBrowserLogin, methodsOf, titleOf, type Method } from "./authentication";
import { cronProblem, isByTheMinute } from "./cron";
import { sourceFacts, type SourceFacts } from "./source-facts";

/**
 * What Airweave would refuse of arguments that are each of the right form, or take and come to nothing with. Unknown values pass.
 * Source: Airweave contract, sections 3.1 to 3.4.
 */
export function sourceConnectionProblems(
  inputs: Fields,
  { otherType, unknownKeys }: HandlingOptions,
): string[] {
  const { shortName, authentication, schedule } = inputs;
  const facts = otherType === true ? undefined : sourceFacts(shortName);
  return [
    ...authenticationProblems(authentication),
    ...(facts === undefined ? [] : problemsOfMethod(String(shortName), facts, authentication, unknownKeys)),
    ...problemsOfCron(schedule, facts),
    ...problemsOfSync(String(shortName), facts, inputs),
  ];
}

function problemsOfMethod(
  shortName: string,
  facts: SourceFacts,
  authentication: unknown,
  unknownKeys: HandlingOptions["unknownKeys"],
): string[] {
  const [method, ...others] = methodsOf(authentication);
  if (method === undefined || others.length > 0) return [];
  if (!facts.methods.includes(method)) {
    const possible = facts.methods.map((name) => titleOf(name as Method)).join(", ");
    return [`authentication: ${shortName} does not take ${titleOf(method)}; it takes ${possible}`];
  }
  if (method === "oauth_browser" && facts.requiresOwnClient) {
    return [`authentication: ${shortName} needs an OAuth client of your own: give clientId and clientSecret`];
  }
  const credentials = isFields(authentication) ? authentication.credentials : undefined;
  return method === "direct" && facts.credentials !== undefined && isFields(credentials)
    ? configProblems(facts.credentials, credentials, "authentication.credentials", unknownKeys)
    : [];
}

function problemsOfCron(schedule: unknown, facts: SourceFacts | undefined): string[] {
  const { cron } = isFields(schedule) ? schedule : {};
  if (typeof cron !== "string" || isUnknown(cron)) return [];
  const problem = cronProblem(cron);
  if (problem !== undefined) return [`schedule.cron: ${problem}`];
  return facts?.isContinuous === false && isByTheMinute(cron)
    ? ["schedule.cron: this source is synced once an hour at most; give the minute, as in 0 * * * *"]
    : [];
}

function problemsOfSync(shortName: string, facts: SourceFacts | undefined, inputs: Fields): string[] {
  const { syncImmediately, authentication } = inputs;
  const problems: string[] = [];
  if (facts?.isFederated === true) {
    const why = `${shortName} is searched where it is and never synced`;
    if (typeof fieldsAt(inputs, "schedule").cron === "string")
      problems.push(`schedule: ${why}: leave it out`);
    if (syncImmediately === true) problems.push(`syncImmediately: ${why}: leave it out`);
  }
  if (syncImmediately === true && isBrowserLogin(authentication)) {
    problems.push(
      "syncImmediately: a connection with a login in the browser is synced after the login; leave it out",
    );
  }
  return problems;
}
